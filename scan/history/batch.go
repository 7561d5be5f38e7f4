package history

import (
	"context"
	"database/sql"
	"errors"
)

// batch is one transaction that writes.
type batch struct {
	ctx        context.Context
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	last       map[string]int64 // id handed out last, by the query that asks for it
}

// write runs one transaction: all of it is kept, or nothing.
func (s *Store) write(ctx context.Context, doing string, do func(*batch) error) error {
	if s.readOnly {
		return s.failed(doing, errors.New("it was opened to be read only"))
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(doing, err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	if err := s.backend.exclude(ctx, tx); err != nil {
		return s.failed(doing, err)
	}
	b := &batch{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}, last: map[string]int64{}}
	if err := do(b); err != nil {
		return s.failed(doing, err)
	}
	return s.failed(doing, tx.Commit())
}

// statement prepares a query once in the transaction, which closes it at its end.
func (b *batch) statement(query string) (*sql.Stmt, error) {
	if known := b.statements[query]; known != nil {
		return known, nil
	}
	statement, err := b.tx.PrepareContext(b.ctx, query)
	if err == nil {
		b.statements[query] = statement
	}
	return statement, err
}

func (b *batch) exec(query string, args ...any) error {
	statement, err := b.statement(query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(b.ctx, args...)
	return err
}

// one reads a row of one number; not ok where there is no row.
func (b *batch) one(query string, args ...any) (n int64, ok bool, err error) {
	statement, err := b.statement(query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return 0, false, err
	}
	err = statement.QueryRowContext(b.ctx, args...).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return n, err == nil, err
}

// next hands out an id. Nobody else does so meanwhile.
func (b *batch) next(newest string) (int64, error) {
	if _, ok := b.last[newest]; !ok {
		id, _, err := b.one(newest)
		if err != nil {
			return 0, err
		}
		b.last[newest] = id
	}
	b.last[newest]++
	return b.last[newest], nil
}

// each runs scan for every row of a query.
func each(rows *sql.Rows, err error, scan func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err has what is wrong
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
