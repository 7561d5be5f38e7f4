package history

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// refused wants an error with all of some texts.
func refused(t *testing.T, err error, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%v, want an error with %q", err, text)
		}
	}
}

func TestASecondWriterIsTold(t *testing.T) {
	set := keySet(t, "a")
	t.Run("sqlite", func(t *testing.T) {
		place := filepath.Join(t.TempDir(), "history.db")
		first := open(t, place)
		record(t, first, Look{address, fetched(day(0), set)})
		_, err := Open(t.Context(), place, Options{Now: day(0)})
		refused(t, err, place, "another jwksaudit is writing to it: wait until that ends")
		readWhileItIsWritten(t, place)
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		record(t, open(t, place), Look{address, fetched(day(2), set)})
	})
	t.Run("postgres", func(t *testing.T) {
		place := newSchema(t)
		first, second := open(t, place), open(t, place)
		second.backend.(*database).wait = 50 * time.Millisecond
		err := first.write(t.Context(), "test", func(b *batch) error {
			_, err := second.Record(t.Context(), []Look{{address, fetched(day(0), set)}})
			refused(t, err, "another jwksaudit is writing to it, and did not end within 50ms")
			readWhileItIsWritten(t, place)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		record(t, second, Look{address, fetched(day(2), set)})
		record(t, first, Look{address, fetched(day(3), set)})
	})
}

// readWhileItIsWritten wants that readers wait for nobody, and write nothing.
func readWhileItIsWritten(t *testing.T, place string) {
	t.Helper()
	s, err := Open(t.Context(), place, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	timeline(t, s, address, ever())
	_, err = s.Record(t.Context(), []Look{{address, fetched(day(1), keySet(t, "a"))}})
	refused(t, err, "it was opened to be read only")
}

// TestADamagedFileIsSetAside damages files in several ways. None may be used, none
// lost, and no new history begun while it lies there.
func TestADamagedFileIsSetAside(t *testing.T) {
	for name, spoil := range map[string]func(text []byte) []byte{
		"truncated":     func(text []byte) []byte { return text[:len(text)/2] },
		"not a history": func([]byte) []byte { return []byte(strings.Repeat("no database\n", 500)) },
		"overwritten": func(text []byte) []byte {
			for i := len(text) / 4; i < len(text)/2; i++ {
				text[i] = 0xa5
			}
			return text
		},
	} {
		for _, readOnly := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, read only %v", name, readOnly), func(t *testing.T) {
				place := filepath.Join(t.TempDir(), "history [1].db")
				s := open(t, place)
				record(t, s, year(t)...)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				text, err := os.ReadFile(place)
				if err != nil {
					t.Fatal(err)
				}
				spoilt := spoil(bytes.Clone(text))
				if err := os.WriteFile(place, spoilt, 0o600); err != nil {
					t.Fatal(err)
				}
				aside := place + ".damaged-20260301T120000Z"
				_, err = Open(t.Context(), place, Options{ReadOnly: readOnly, Now: day(0)})
				refused(t, err, place, "open: it is damaged (", "was set aside as "+aside, "put a backup in its place")
				if got, err := os.ReadFile(aside); err != nil || !bytes.Equal(got, spoilt) {
					t.Errorf("what was set aside is not what was there: %v", err)
				}
				_, err = Open(t.Context(), place, Options{ReadOnly: readOnly, Now: day(1)})
				refused(t, err, "it is not there, but "+aside+" is")
				if _, err := os.Stat(place); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("a new file was begun: %v", err)
				}
				if err := os.WriteFile(place, text, 0o600); err != nil { // the backup
					t.Fatal(err)
				}
				if got := len(timeline(t, open(t, place), address, ever()).Polls); got != 365 {
					t.Errorf("the backup has %d polls, want 365", got)
				}
			})
		}
	}
}

func TestPlacesThatAreNoHistoryAreRefused(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE bookmark (url TEXT)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	theirs, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s := open(t, newer)
	if _, err := s.db.Exec("UPDATE version SET number = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for place, text := range map[string]string{
		foreign:                            "it is a SQLite database of another program",
		newer:                              "its schema has version 99",
		filepath.Join(dir, "none", "h.db"): "h.db.lock cannot be made beside it",
		dir:                                "is a folder",
	} {
		_, err := Open(t.Context(), place, Options{Now: day(0)})
		refused(t, err, place, text)
	}
	if now, err := os.ReadFile(foreign); err != nil || !bytes.Equal(now, theirs) {
		t.Errorf("another program's database was changed: %v", err)
	}
	_, err = Open(t.Context(), filepath.Join(dir, "missing.db"), Options{ReadOnly: true})
	refused(t, err, "missing.db", "there is no such file")
	if entries, _ := filepath.Glob(filepath.Join(dir, "missing.db*")); len(entries) > 0 {
		t.Errorf("a reader made %q", entries)
	}
}

func TestOnlyTheOwnerReadsAFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "history.db"))
	record(t, s, year(t)...)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 4 { // with -wal, -shm and .lock
		t.Fatalf("%q, %v", files, err)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %s, %v, want 0600", name, info.Mode(), err)
		}
	}
}

// TestAFullDiskKeepsWhatIsThere lets SQLite find no page any more.
func TestAFullDiskKeepsWhatIsThere(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "history.db"))
	s.db.SetMaxOpenConns(1) // the limit is a connection's
	record(t, s, Look{address, fetched(day(0), keySet(t, "a"))})
	if _, err := s.db.Exec("PRAGMA max_page_count = 40"); err != nil {
		t.Fatal(err)
	}
	fillUp(t, s)
	if _, err := s.db.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	record(t, s, Look{address, fetched(day(1), keySet(t, "z"))})
}

// fillUp records until that fails, and wants the message and all that was kept.
func fillUp(t *testing.T, s *Store) {
	t.Helper()
	for n := 1; ; n++ {
		before := export(t, s)
		var looks []Look
		for i := range 20 {
			looks = append(looks, Look{fmt.Sprintf("https://%d.example.com/", i), fetched(day(n), keySet(t, fmt.Sprint(n, i)))})
		}
		_, err := s.Record(t.Context(), looks)
		if err == nil && n < 1000 {
			continue
		}
		refused(t, err, "the disk is full: what was recorded before is kept, this batch is not; make room and run again")
		if export(t, s) != before {
			t.Error("a batch that failed left something behind, or took something away")
		}
		return
	}
}

// TestSecretsAreNotStored publishes private members and looks for them in every
// file that the store made, while it is open.
func TestSecretsAreNotStored(t *testing.T) {
	const d, k = "8Gd0cRd1cbqBSPNSWRqqwWSEnXkYyDDMdhXJIYTlLNY", "c2VjcmV0LWNhbmFyeS10aGF0LW5vYm9keS1tYXktc2Vl"
	dir := t.TempDir()
	temp := filepath.Join(dir, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temp)
	t.Setenv("SQLITE_TMPDIR", temp)
	s := open(t, filepath.Join(dir, "history.db"))
	set := decodeSet(t, `{"keys":[
		{"kty":"EC","crv":"P-256","kid":"ec","x":"WKn-ZIGevcwGIyyrzFoZNBdaq9_TsqzGl96oc0CWuis","y":"y77t-RvAHRKTsSGdIYUfweuOvwrvDD-Q3Hv5J0fSKbE","d":"`+d+`"},
		{"kty":"oct","kid":"oct","k":"`+k+`"}]}`)
	record(t, s, append(year(t), Look{address, fetched(day(400), set)})...)
	if _, err := s.Prune(t.Context(), day(5)); err != nil {
		t.Fatal(err)
	}
	secret, err := base64.RawURLEncoding.DecodeString(d)
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		for _, canary := range []string{d, k, string(secret), "secret-canary"} {
			if strings.Contains(string(text), canary) {
				t.Errorf("%s holds %q", path, canary)
			}
		}
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("%d files, %v, want the database, its log, its index and its lock", files, err)
	}
	if text := export(t, s); strings.Contains(text, d) || strings.Contains(text, k) || !strings.Contains(text, `"oct"`) {
		t.Error("the export holds a secret, or not the key")
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	for _, place := range []string{
		"postgres://user:canary@127.0.0.1:1/db?connect_timeout=2",
		"postgres://user:canary@127.0.0.1:1/db?sslmode=canary",
		"postgres://user:can%ary@127.0.0.1/db",
		"postgresql://user:canary@[::1/db",
	} {
		_, err := Open(t.Context(), place, Options{})
		if err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "can%ary") {
			t.Errorf("%s: %v", place, err)
		}
	}
}
