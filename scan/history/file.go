package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
)

// file is a history in a SQLite file.
type file struct {
	path string
	lock *flock.Flock // beside the file; not held by readers
}

// openFile opens a file, or begins one. A file that is damaged is set aside.
func openFile(ctx context.Context, path string, options Options) (*Store, error) {
	f := &file{path: path, lock: flock.New(path + ".lock")}
	s := &Store{backend: f, readOnly: options.ReadOnly}
	if err := f.prepare(options.ReadOnly); err != nil {
		return nil, s.failed("open", errors.Join(err, f.close()))
	}
	var err error
	if s.db, err = sql.Open("sqlite", f.source(options.ReadOnly)); err != nil {
		return nil, s.failed("open", errors.Join(err, f.close()))
	}
	if err := check(ctx, s.db, options.ReadOnly); err != nil {
		_ = s.db.Close() // what was wrong is known
		if isDamage(err) {
			err = f.setAside(err.Error(), options.Now)
		}
		return nil, s.failed("open", errors.Join(err, f.close()))
	}
	return s, nil
}

// prepare takes the lock of a writer, and makes the file of a history that begins:
// for its owner alone, as the URLs that were asked may say more than the keys.
func (f *file) prepare(readOnly bool) error {
	info, err := os.Stat(f.path)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder: name a file in it")
	case err != nil && !missing:
		return reason(err)
	case missing:
		if aside, _ := filepath.Glob(escapeGlob(f.path) + ".damaged-*[0-9]Z"); len(aside) > 0 {
			return fmt.Errorf("it is not there, but %s is, which was set aside as damaged: put a backup in its place, or move that file away to begin anew", aside[len(aside)-1])
		}
		if readOnly {
			return errors.New("there is no such file: `jwksaudit scan --history` or `jwksaudit history import` begin one")
		}
	}
	if readOnly {
		return nil
	}
	if err := f.exclusive(); err != nil || !missing {
		return err
	}
	created, err := os.OpenFile(f.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return reason(err)
	}
	return created.Close()
}

// exclusive takes the lock against other writers.
func (f *file) exclusive() error {
	locked, err := f.lock.TryLock()
	if err != nil {
		return fmt.Errorf("%s.lock cannot be made beside it: %w", f.path, reason(err))
	}
	if !locked {
		return errors.New("another jwksaudit is writing to it: wait until that ends, or name another history")
	}
	return nil
}

// source is what the driver opens. Every connection waits for a short while where
// SQLite locks by itself, and keeps what it must put aside in memory: a temporary
// file would be one more place to look after.
func (f *file) source(readOnly bool) string {
	path := filepath.ToSlash(f.path)
	if filepath.VolumeName(f.path) != "" {
		path = "/" + path // file:///C:/...
	}
	parameters := url.Values{
		"_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(MEMORY)"},
		"_txlock": {"immediate"},
	}
	if readOnly {
		parameters.Add("_pragma", "query_only(1)")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: parameters.Encode()}).String()
}

// The result codes of SQLite that are told apart (https://sqlite.org/rescode.html).
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// codeOf is the primary result code of an error; 0 for an error of something else.
func codeOf(err error) int {
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		return failed.Code() & 0xff
	}
	return 0
}

func (f *file) name() string { return f.path }

func (f *file) begun(ctx context.Context, db *sql.DB) (bool, error) {
	var tables int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table'`).Scan(&tables)
	return tables > 0, err
}

// exclude has nothing to do: the lock is held as long as the store is open.
func (f *file) exclude(context.Context, *sql.Tx) error { return nil }

func (f *file) explain(err error) error {
	switch codeOf(err) {
	case codeFull:
		return fmt.Errorf("the disk is full: what was recorded before is kept, this batch is not; make room and run again (%w)", err)
	case codeReadOnly:
		return fmt.Errorf("it cannot be written: check the permissions of the file and its folder (%w)", err)
	case codeCantOpen:
		return fmt.Errorf("it cannot be opened: check that its folder is there and can be written (%w)", err)
	case codeBusy:
		return fmt.Errorf("another program keeps it locked: wait until that ends (%w)", err)
	case codeCorrupt, codeNotADB:
		return fmt.Errorf("it is damaged: open it again to have it set aside (%w)", err)
	}
	return err
}

func (f *file) size(ctx context.Context, db *sql.DB) (octets int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&octets)
	return octets, err
}

func (f *file) compact(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `VACUUM`)
	return err
}

func (f *file) close() error { return f.lock.Unlock() }

// reason is a file error without its path, which the message around it names.
func reason(err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return cause.Err
	}
	return err
}

// escapeGlob is a path as a pattern that fits it alone.
func escapeGlob(path string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(path)
}
