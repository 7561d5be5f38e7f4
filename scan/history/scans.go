package history

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Scan is a completed scan with what it found. A scan that was stopped is none.
type Scan struct {
	Scope    string // tells scans of different targets apart that share a history; "" for the only one
	Time     time.Time
	Findings []Finding // as read: by endpoint, then by fingerprint
}

// Finding is one finding as it is remembered. What it says is for its owner to know.
type Finding struct {
	Fingerprint string // of no two in one scan
	Endpoint    string // name of the endpoint that it was found at; "" for none
	Data        json.RawMessage
}

// SaveScan remembers a scan in place of the one before it of the same scope. One
// that is older than the one that is remembered changes nothing.
func (s *Store) SaveScan(ctx context.Context, scan Scan) error {
	if err := scan.check(); err != nil {
		return err
	}
	return s.write(ctx, "record the scan", func(b *batch) error { return b.saveScan(scan) })
}

// check says why a scan cannot be remembered.
func (scan *Scan) check() error {
	if err := checkTime(scan.Time); err != nil {
		return fmt.Errorf("a scan %w", err)
	}
	if !storable(scan.Scope) {
		return errors.New("the scope of a scan has control characters")
	}
	seen := map[string]bool{}
	for _, f := range scan.Findings {
		if seen[f.Fingerprint] || !storable(f.Fingerprint) || !json.Valid(f.Data) {
			return fmt.Errorf("finding %q is there twice, or its fingerprint or data cannot be stored", f.Fingerprint)
		}
		seen[f.Fingerprint] = true
	}
	return nil
}

func (b *batch) saveScan(scan Scan) error {
	known, ok, err := b.one(`SELECT at FROM scan WHERE scope = $1`, scan.Scope)
	if err != nil || ok && known > scan.Time.UnixNano() {
		return err
	}
	if err := b.exec(`DELETE FROM finding WHERE scope = $1`, scan.Scope); err != nil {
		return err
	}
	err = b.exec(`INSERT INTO scan (scope, at) VALUES ($1, $2) ON CONFLICT (scope) DO UPDATE SET at = excluded.at`,
		scan.Scope, scan.Time.UnixNano())
	for _, f := range scan.Findings {
		if err != nil {
			return err
		}
		err = b.exec(`INSERT INTO finding (scope, fingerprint, endpoint, data) VALUES ($1, $2, $3, $4)`,
			scan.Scope, f.Fingerprint, []byte(f.Endpoint), []byte(f.Data))
	}
	return err
}

// LastScan gives the newest completed scan of a scope; nil where there is none.
func (s *Store) LastScan(ctx context.Context, scope string) (*Scan, error) {
	scan, err := s.lastScan(ctx, scope)
	return scan, s.failed("read the last scan", err)
}

func (s *Store) lastScan(ctx context.Context, scope string) (*Scan, error) {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // a scan and its findings, not those of the next
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var at int64
	err = tx.QueryRowContext(ctx, `SELECT at FROM scan WHERE scope = $1`, scope).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	scan := &Scan{Scope: scope, Time: time.Unix(0, at).UTC()}
	rows, err := tx.QueryContext(ctx, `SELECT fingerprint, endpoint, data FROM finding WHERE scope = $1`, scope)
	err = each(rows, err, func(rows *sql.Rows) error {
		var f Finding
		var endpoint, data []byte
		err := rows.Scan(&f.Fingerprint, &endpoint, &data)
		f.Endpoint, f.Data = string(endpoint), data
		scan.Findings = append(scan.Findings, f)
		return err
	})
	slices.SortFunc(scan.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Endpoint, b.Endpoint), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return scan, err
}
