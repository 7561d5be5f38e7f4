// Command history measures what a year of daily scans costs the history: octets on
// disk, and the time that the store takes of one scan.
//
//	go -C bench run ./history -endpoints 10000 -days 365
//	go -C bench run ./history -place 'postgres://postgres@/bench?host=/tmp/socket'
//
// Every endpoint publishes three RSA keys of 2048 bits. In a year 55 of 100 rotate
// none, 25 one a quarter, 12 one a month, 6 one a week and 2 one a day. Headers are
// those of a server behind a cache, one look in 100 fails, and a scan takes ten
// minutes. Seeds are fixed.
package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func main() {
	endpoints := flag.Int("endpoints", 10_000, "endpoints")
	days := flag.Int("days", 365, "daily scans")
	steady := flag.Bool("steady", false, "nothing ever rotates")
	place := flag.String("place", "", "postgres:// URL of an empty schema; a SQLite file in a temporary folder if empty")
	flag.Parse()
	if err := run(context.Background(), *place, *endpoints, *days, *steady); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, place string, n, days int, steady bool) error {
	if place == "" {
		dir, err := os.MkdirTemp("", "jwksaudit-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		place = filepath.Join(dir, "history.db")
	}
	fleet := newFleet(n, steady)
	var recording []cost
	for day := range days {
		store, took, err := open(ctx, place)
		if err != nil {
			return err
		}
		if day == days-1 {
			took.print("opening, looking through the file")
			if err := read(ctx, store, fleet); err != nil {
				return err
			}
		}
		looks := fleet.scan(day)
		start := now()
		for batch := range slices.Chunk(looks, 2000) {
			if _, err := store.Record(ctx, batch); err != nil {
				return err
			}
		}
		recording = append(recording, since(start))
		if err := store.Close(); err != nil {
			return err
		}
		if day == 0 || day == days-1 {
			if err := report(ctx, place, day, recording); err != nil {
				return err
			}
		}
	}
	return nil
}

func open(ctx context.Context, place string) (*history.Store, cost, error) {
	start := now()
	store, err := history.Open(ctx, place, history.Options{Now: time.Now()})
	return store, since(start), err
}

// cost is wall time, and CPU time of this process.
type cost struct{ wall, cpu time.Duration }

func now() cost {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use) // fails for another argument only
	return cost{time.Duration(time.Now().UnixNano()), time.Duration(use.Utime.Nano() + use.Stime.Nano())}
}

func since(start cost) cost {
	end := now()
	return cost{end.wall - start.wall, end.cpu - start.cpu}
}

func (c cost) print(what string) {
	fmt.Printf("%-40s %7.2f s, CPU %7.2f s\n", what, c.wall.Seconds(), c.cpu.Seconds())
}

// read asks what a scan asks before it judges.
func read(ctx context.Context, store *history.Store, fleet *fleet) error {
	start, polls := now(), 0
	for _, e := range fleet.endpoints {
		if _, err := store.Latest(ctx, e.url, ""); err != nil {
			return err
		}
	}
	since(start).print("reading the validators of all")
	start = now()
	for _, e := range fleet.endpoints {
		timeline, err := store.Timeline(ctx, e.url, time.Now().AddDate(100, 0, 0))
		if err != nil {
			return err
		}
		polls += len(timeline.Polls)
	}
	since(start).print(fmt.Sprintf("reading all timelines, %d polls", polls))
	return nil
}

func report(ctx context.Context, place string, day int, recording []cost) error {
	store, err := history.Open(ctx, place, history.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	stat, err := store.Stat(ctx)
	if err != nil {
		return err
	}
	recording[len(recording)-1].print("recording the last scan")
	slices.SortFunc(recording, func(a, b cost) int { return cmp.Compare(a.cpu, b.cpu) })
	recording[len(recording)/2].print("recording the median scan")
	fmt.Printf("day %d: %d endpoints, %d polls, %d key sets: %.1f MB on disk, %.1f octets a poll\n\n",
		day+1, stat.Endpoints, stat.Polls, stat.KeySets, float64(stat.Octets)/1e6, float64(stat.Octets)/float64(stat.Polls))
	return nil
}

// endpoint is one simulated publisher.
type endpoint struct {
	url    string
	every  int // days between rotations; 0 for none
	phase  int
	keys   []string
	set    *inventory.KeySet
	cached bool // sends Age and Expires
	tagged bool // sends ETag
	tag    string
}

type fleet struct {
	random    *rand.Rand
	endpoints []*endpoint
}

func newFleet(n int, steady bool) *fleet {
	f := &fleet{random: rand.New(rand.NewPCG(1, 2))}
	for i := range n {
		e := &endpoint{url: "https://idp" + strconv.Itoa(i) + ".example.com/.well-known/jwks.json", phase: f.random.IntN(365)}
		switch share := i % 100; {
		case steady:
		case share < 2:
			e.every = 1
		case share < 8:
			e.every = 7
		case share < 20:
			e.every = 30
		case share < 45:
			e.every = 91
		}
		e.cached, e.tagged = f.random.IntN(2) == 0, f.random.IntN(5) < 3
		for range 3 {
			e.keys = append(e.keys, f.key())
		}
		f.publish(e)
		f.endpoints = append(f.endpoints, e)
	}
	return f
}

func (f *fleet) key() string {
	octets := make([]byte, 256)
	for i := range octets {
		octets[i] = byte(f.random.Uint32())
	}
	octets[0], octets[255] = octets[0]|0x80, octets[255]|1
	return fmt.Sprintf(`{"kty":"RSA","use":"sig","alg":"RS256","kid":"%016x","e":"AQAB","n":"%s"}`,
		f.random.Uint64(), base64.RawURLEncoding.EncodeToString(octets))
}

func (f *fleet) publish(e *endpoint) {
	body := []byte(`{"keys":[` + strings.Join(e.keys, ",") + `]}`)
	e.set = scan.ReadKeySet(body, "", time.Time{}).Keys.Value
	e.tag = fmt.Sprintf(`"%016x"`, f.random.Uint64())
}

// scan is what a scan of a day sees, after the rotations of that day.
func (f *fleet) scan(day int) []history.Look {
	start := time.Date(2026, 1, 1+day, 3, 0, 0, 0, time.UTC)
	looks := make([]history.Look, 0, len(f.endpoints))
	for i, e := range f.endpoints {
		if e.every > 0 && day > 0 && (day+e.phase)%e.every == 0 {
			e.keys = append(e.keys[1:], f.key())
			f.publish(e)
		}
		at := start.Add(time.Duration(i*600/len(f.endpoints)+f.random.IntN(5)) * time.Second)
		looks = append(looks, history.Look{URL: e.url, Poll: f.poll(e, at)})
	}
	return looks
}

func (f *fleet) poll(e *endpoint, at time.Time) inventory.Poll {
	if f.random.IntN(100) == 0 {
		return inventory.Poll{Time: at, Failed: true, Problem: inventory.ProblemTimeout}
	}
	date := func(d time.Duration) []string {
		return []string{at.Add(d).Format("Mon, 02 Jan 2006 15:04:05 GMT")}
	}
	header := inventory.Header{
		"Cache-Control": {"public, max-age=3600"}, "Content-Type": {"application/json"}, "Date": date(0), "Vary": {"Accept-Encoding"},
	}
	if e.cached {
		age := f.random.IntN(3600)
		header["Age"], header["Expires"] = []string{strconv.Itoa(age)}, date(time.Duration(3600-age)*time.Second)
		header["Date"] = date(-time.Duration(age) * time.Second)
	}
	if e.tagged {
		header["Etag"] = []string{e.tag}
	}
	return inventory.Poll{Time: at, Status: 200, Size: 1350, Keys: e.set, Caching: header}
}
