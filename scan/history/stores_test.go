package history

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// postgres is the variable that names a PostgreSQL server for tests: a URL whose
// user may create schemas, over a socket or loopback.
const postgres = "JWKSAUDIT_TEST_POSTGRES"

// onBoth runs a test on either database. Place is where the history is: nothing is
// there yet.
func onBoth(t *testing.T, test func(t *testing.T, place string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "history.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, newSchema(t)) })
}

// newSchema makes an empty schema on the test server and returns the URL whose
// search path it is.
func newSchema(t *testing.T) string {
	t.Helper()
	server := os.Getenv(postgres)
	if server == "" {
		t.Skipf("no PostgreSQL: %s names no server", postgres)
	}
	config, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatal(err)
	}
	if h := config.Host; !strings.HasPrefix(h, "/") && h != "127.0.0.1" && h != "::1" {
		t.Fatalf("%s leaves this machine: tests do not connect to %s", postgres, h)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), time.Now().UnixNano())
	execute := func(statement string) {
		db, err := pgx.ConnectConfig(context.Background(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close(context.Background())
		if _, err := db.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	execute("CREATE SCHEMA " + name)
	t.Cleanup(func() { execute("DROP SCHEMA " + name + " CASCADE") })
	place, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := place.Query()
	query.Set("search_path", name)
	place.RawQuery = query.Encode()
	return place.String()
}

// open opens a store that is closed with the test.
func open(t *testing.T, place string) *Store {
	t.Helper()
	s, err := Open(t.Context(), place, Options{Now: day(0)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func record(t *testing.T, s *Store, looks ...Look) (added int) {
	t.Helper()
	added, err := s.Record(t.Context(), looks)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func timeline(t *testing.T, s *Store, address string, until time.Time) *inventory.Timeline {
	t.Helper()
	found, err := s.Timeline(t.Context(), address, until)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const address = "https://idp.example.com/jwks?tenant=7"

// day is noon of a day, counted from the first of March 2026.
func day(n int) time.Time { return time.Date(2026, 3, 1+n, 12, 0, 0, 0, time.UTC) }

// ever is after all polls.
func ever() time.Time { return day(100000) }

// keySet decodes a set of RSA keys; each kid has a key of its own.
func keySet(t testing.TB, kids ...string) *inventory.KeySet {
	t.Helper()
	var keys []string
	for _, kid := range kids {
		keys = append(keys, fmt.Sprintf(`{"kty":"RSA","kid":%q,"use":"sig","alg":"RS256","e":"AQAB","n":"%s"}`, kid, modulus(kid)))
	}
	return decodeSet(t, `{"keys":[`+strings.Join(keys, ",")+`]}`)
}

// modulus is the base64url of a number of 2048 bits that the kid fixes.
func modulus(kid string) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	text, state := []byte("u"), uint32(2166136261)
	for i := 1; i < 341; i++ {
		state = (state ^ uint32(kid[i%len(kid)])) * 16777619
		text = append(text, digits[state>>26])
	}
	return string(text) + "Q"
}

func decodeSet(t testing.TB, text string) *inventory.KeySet {
	t.Helper()
	set, problem := jwks.Decode([]byte(text))
	if problem != nil {
		t.Fatal(problem)
	}
	return set
}

// fetched is a poll that got a key set, with the header that a server would send.
func fetched(at time.Time, set *inventory.KeySet) inventory.Poll {
	return inventory.Poll{Time: at, Status: 200, Keys: set, Caching: inventory.Header{
		"Cache-Control": {"public, max-age=300"}, "Etag": {`"` + set.Keys[0].Kid + `"`}, "Age": {"17"},
		"Date": {at.Add(2 * time.Second).UTC().Format(fixdate)}, "Expires": {at.Add(302 * time.Second).UTC().Format(fixdate)},
	}}
}
