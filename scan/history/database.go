package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// database is a history in a PostgreSQL database, in the first schema of its
// search path.
type database struct {
	host, database string
	wait           time.Duration // for other writers
}

// openDatabase connects to a database. What the URL leaves out comes from where
// other PostgreSQL programs take it too: PGPASSWORD, ~/.pgpass and the like.
func openDatabase(ctx context.Context, place string, options Options) (*Store, error) {
	config, err := pgx.ParseConfig(place)
	if err != nil { // its text may quote the URL
		return nil, errors.New("history: the postgres:// URL cannot be read: want postgres://USER@HOST/DATABASE, with the password in PGPASSWORD or ~/.pgpass")
	}
	d := &database{host: config.Host, database: config.Database, wait: options.Wait}
	if d.wait == 0 {
		d.wait = 30 * time.Second
	}
	if options.ReadOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	s := &Store{backend: d, db: stdlib.OpenDB(*config), readOnly: options.ReadOnly}
	if err := s.db.PingContext(ctx); err != nil {
		_ = s.db.Close() // what was wrong is known
		return nil, s.failed("open", err)
	}
	return s, nil
}

func (d *database) name() string {
	if strings.HasPrefix(d.host, "/") { // the folder of a socket
		return "postgres:///" + d.database + "?host=" + d.host
	}
	return "postgres://" + d.host + "/" + d.database
}

func (d *database) begun(ctx context.Context, db *sql.DB) (begun bool, err error) {
	err = db.QueryRowContext(ctx, `SELECT to_regclass('version') IS NOT NULL`).Scan(&begun)
	return begun, err
}

// exclude waits for its turn; the lock ends with the transaction.
func (d *database) exclude(ctx context.Context, tx *sql.Tx) error {
	timeout := strconv.FormatInt(d.wait.Milliseconds(), 10) + "ms"
	if _, err := tx.ExecContext(ctx, `SELECT set_config('lock_timeout', $1, true)`, timeout); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext('jwksaudit ' || current_schema()))`)
	return err
}

// The SQLSTATEs that are told apart (PostgreSQL's documentation, appendix A).
const (
	stateDiskFull  = "53100"
	stateLocked    = "55P03" // lock_not_available
	statePrivilege = "42501"
	stateReadOnly  = "25006"
)

func (d *database) explain(err error) error {
	var failed *pgconn.PgError
	if !errors.As(err, &failed) {
		return errors.New(strings.Join(strings.Fields(err.Error()), " ")) // one line for all addresses tried
	}
	switch failed.Code {
	case stateDiskFull:
		return fmt.Errorf("the server's disk is full: what was recorded before is kept, this batch is not; make room and run again (%w)", err)
	case stateLocked:
		return fmt.Errorf("another jwksaudit is writing to it, and did not end within %s: run again later", d.wait)
	case statePrivilege, stateReadOnly:
		return fmt.Errorf("it may not be written: grant the user CREATE on the schema and all rights on its tables (%w)", err)
	}
	return err
}

// size counts tables, indexes and what was moved out of line.
func (d *database) size(ctx context.Context, db *sql.DB) (octets int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
		WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'`).Scan(&octets)
	return octets, err
}

// compact leaves it to the server's autovacuum.
func (d *database) compact(context.Context, *sql.DB) error { return nil }

func (d *database) close() error { return nil }
