package history

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

// schema holds the migrations. Each is one step from the version before it, and is
// never changed once it was released.
//
//go:embed schema/*.sql
var schema embed.FS

// migrate brings the schema of a store to the newest version, all in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(schema, "schema/*.sql") // in lexical order
	if err != nil {
		return err
	}
	version, err := s.version(ctx)
	switch {
	case err != nil:
		return s.failed("open", err)
	case version == len(steps):
		return nil
	case version > len(steps):
		return s.failed("open", fmt.Errorf("its schema has version %d, this jwksaudit knows %d: use the newer jwksaudit that wrote it", version, len(steps)))
	case s.readOnly && version == 0:
		return s.failed("open", errors.New("there is no history yet: `jwksaudit scan --history` or `jwksaudit history import` begin one"))
	case s.readOnly:
		return s.failed("open", errors.New("its schema is of an older jwksaudit: the next scan or import brings it up to date"))
	}
	return s.write(ctx, "open", func(b *batch) error {
		for _, step := range steps[version:] {
			text, err := schema.ReadFile(step)
			if err != nil {
				return err
			}
			if _, err := b.tx.ExecContext(ctx, string(text)); err != nil {
				return fmt.Errorf("%s: %w", step, err)
			}
		}
		if err := b.exec(`DELETE FROM version`); err != nil {
			return err
		}
		return b.exec(`INSERT INTO version (number) VALUES ($1)`, len(steps))
	})
}

// version is the number of the last migration that the store has seen; 0 for none.
func (s *Store) version(ctx context.Context) (number int, err error) {
	begun, err := s.backend.begun(ctx, s.db)
	if err != nil || !begun {
		return 0, err
	}
	err = s.db.QueryRowContext(ctx, `SELECT number FROM version`).Scan(&number)
	return number, err
}
