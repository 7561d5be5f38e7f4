package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Options is how a store is opened.
type Options struct {
	ReadOnly bool          // take no lock and write nothing; there must be a history already
	Now      time.Time     // names a damaged file that is set aside
	Wait     time.Duration // for other writers of a database; 0 means 30 s
}

// Store is an open history. Its methods may be called from several goroutines.
type Store struct {
	db       *sql.DB
	backend  backend
	readOnly bool

	mu         sync.Mutex
	statements map[string]*sql.Stmt // by their text
}

// backend is what differs between the databases.
type backend interface {
	// name is what messages call the store; it shows no password.
	name() string
	// begun reports whether there is a history.
	begun(ctx context.Context, db *sql.DB) (bool, error)
	// exclude makes a transaction the only one that writes; an error where another
	// process does.
	exclude(ctx context.Context, tx *sql.Tx) error
	// explain makes a driver's error one that says what to do.
	explain(err error) error
	// size is how many octets the history takes.
	size(ctx context.Context, db *sql.DB) (int64, error)
	// compact gives room that is no longer used back to the machine.
	compact(ctx context.Context, db *sql.DB) error
	// close lets other writers in.
	close() error
}

// Open opens the history at a place: a postgres:// URL is a database, all else the
// path of a SQLite file. Where there is none it begins one. Errors name the place,
// and a password in it is not shown.
func Open(ctx context.Context, place string, options Options) (*Store, error) {
	open := openFile
	if isDatabase(place) {
		open = openDatabase
	}
	s, err := open(ctx, place, options)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		_ = s.Close() // what was wrong is known
		return nil, err
	}
	return s, nil
}

// query asks with a statement that is prepared once.
func (s *Store) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s.mu.Lock()
	statement := s.statements[text]
	if statement == nil {
		var err error
		if statement, err = s.db.PrepareContext(ctx, text); err != nil {
			s.mu.Unlock()
			return nil, err
		}
		if s.statements == nil {
			s.statements = map[string]*sql.Stmt{}
		}
		s.statements[text] = statement
	}
	s.mu.Unlock()
	return statement.QueryContext(ctx, args...)
}

func isDatabase(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// Close ends the use of the store and lets other writers in.
func (s *Store) Close() error {
	return errors.Join(s.failed("close", s.db.Close()), s.backend.close())
}

// failed says of which history an error is, and what to do about it; nil stays nil.
func (s *Store) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("history %s: %s: %w", s.backend.name(), doing, s.backend.explain(err))
}
