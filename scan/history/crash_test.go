package history

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// victim names the store that a child of TestKillLosesOneBatch writes to.
const victim = "JWKSAUDIT_TEST_VICTIM"

const perBatch = 40

// TestVictim is no test but the child: it records batch after batch until it is
// killed, and says after each which one is kept.
func TestVictim(t *testing.T) {
	place := os.Getenv(victim)
	if place == "" {
		t.Skip("only for TestKillLosesOneBatch")
	}
	s, err := Open(context.Background(), place, Options{Now: day(0)})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	stat, err := s.Stat(context.Background())
	for n := stat.Polls / perBatch; err == nil; n++ {
		_, err = s.Record(context.Background(), batchOf(n))
		fmt.Println("kept", n+1)
	}
	fmt.Println("failed", err)
}

// batchOf makes the polls of one batch, half of them with a set that is new.
func batchOf(n int) (looks []Look) {
	for i := range perBatch {
		set := &inventory.KeySet{Keys: []inventory.Key{{Kid: strconv.Itoa(n*i%7) + strconv.Itoa(n*(i&1))}}}
		looks = append(looks, Look{fmt.Sprintf("https://%d.example.com/jwks", i), fetched(day(n), set)})
	}
	return looks
}

// TestKillLosesOneBatch kills a writer at many points, from its start on. What it
// said is kept must be there, and of the batch that it was at all or nothing.
func TestKillLosesOneBatch(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		random := rand.New(rand.NewPCG(3, 4))
		rounds, longest, batches, torn := 25, 150, 0, 0
		if isDatabase(place) { // which takes longer over each batch
			rounds, longest = 10, 1000
		}
		for range rounds {
			kept := max(batches, murder(t, place, time.Duration(5+random.IntN(longest))*time.Millisecond))
			s := open(t, place) // looks through the whole file
			// A server may still be at the last batch of one that died: wait for it.
			if err := s.write(t.Context(), "wait", func(*batch) error { return nil }); err != nil {
				t.Fatal(err)
			}
			stat, err := s.Stat(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if stat.Polls%perBatch != 0 || stat.Polls/perBatch < kept {
				t.Fatalf("%d polls, want a multiple of %d and at least %d", stat.Polls, perBatch, kept*perBatch)
			}
			if stat.Polls/perBatch > kept {
				torn++
			}
			if polls := len(timeline(t, s, "https://0.example.com/jwks", ever()).Polls); polls != stat.Polls/perBatch {
				t.Fatalf("%d polls of one endpoint, want %d", polls, stat.Polls/perBatch)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			batches = stat.Polls / perBatch
		}
		t.Logf("killed %d times, %d batches of %d polls kept, %d times between a commit and its message", rounds, batches, perBatch, torn)
	})
}

// murder runs a writer, kills it after a while and returns how many batches it said
// are kept, those of earlier writers included.
func murder(t *testing.T, place string, after time.Duration) (kept int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	child.Env = append(os.Environ(), victim+"="+place)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { child.Process.Kill() })
	defer timer.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "kept":
			kept, _ = strconv.Atoi(rest)
		case "failed":
			t.Errorf("the writer failed: %s", rest)
		}
	}
	child.Wait()
	return kept
}
