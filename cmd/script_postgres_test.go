package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"
)

// postgres is the variable that names a PostgreSQL server for tests: a URL whose
// user may create schemas.
const postgres = "JWKSAUDIT_TEST_POSTGRES"

// newSchema gives a script a history of its own on the test server, if there is one.
func newSchema(env *testscript.Env) error {
	if os.Getenv(postgres) == "" {
		return nil
	}
	server, err := url.Parse(os.Getenv(postgres))
	if err != nil {
		return err
	}
	name := fmt.Sprintf("script_%d_%d", os.Getpid(), time.Now().UnixNano())
	if err := execute(server.String(), "CREATE SCHEMA "+name); err != nil {
		return err
	}
	env.Defer(func() { _ = execute(server.String(), "DROP SCHEMA "+name+" CASCADE") })
	query := server.Query()
	query.Set("search_path", name)
	server.RawQuery = query.Encode()
	env.Setenv("POSTGRES", server.String())
	return nil
}

func execute(server, statement string) error {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	db, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, statement)
	return errors.Join(err, db.Close(ctx))
}
