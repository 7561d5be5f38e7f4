package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// check looks through the whole file, and that no other program's data is in it.
// The write-ahead log that lets readers go on beside a writer is the file's from
// then on.
func check(ctx context.Context, db *sql.DB, readOnly bool) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return damage{verdict}
	}
	var tables, ours int
	err := db.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN name = 'segment' THEN 1 END) FROM sqlite_schema WHERE type = 'table'`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return err
	case tables > 0 && ours == 0:
		return errors.New("it is a SQLite database of another program: name another path")
	case !readOnly:
		_, err = db.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
	}
	return err
}

// damage is what quick_check finds wrong.
type damage struct{ verdict string }

func (d damage) Error() string { return d.verdict }

func isDamage(err error) bool {
	code := codeOf(err)
	return errors.As(err, new(damage)) || code == codeCorrupt || code == codeNotADB
}

// setAside renames a damaged file, with its log, so that nothing is written to it
// any more; what can be saved of it can still be. The error says where it is, and
// all that there is to say.
func (f *file) setAside(cause string, now time.Time) error {
	if !f.lock.Locked() {
		if err := f.exclusive(); err != nil {
			return fmt.Errorf("it is damaged (%s), and %w", cause, err)
		}
	}
	aside := f.path + ".damaged-" + now.UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(aside); err == nil {
		return fmt.Errorf("it is damaged (%s), and %s is there already: move one of them away", cause, aside)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} { // once the first is done, no new file is begun
		if err := os.Rename(f.path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("it is damaged (%s), and cannot be set aside: %w", cause, reason(err))
		}
	}
	return fmt.Errorf("it is damaged (%s) and was set aside as %s: put a backup in its place, or save what can be saved with `sqlite3 %s .recover`, or move that file away to begin anew", cause, aside, aside)
}
