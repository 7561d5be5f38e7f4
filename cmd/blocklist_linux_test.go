package cmd

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestBlocklistIsNoPipe names a pipe that nobody writes to: opening it would wait for
// ever.
func TestBlocklistIsNoPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "blocklist.dat")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	system := machine()
	system.Stderr, system.Args = &errs, []string{"scan", "--offline", "--blocklist", pipe, "https://idp.example.com/jwks"}
	if code := Main(t.Context(), system); code != exitUsage || !strings.Contains(errs.String(), "no regular file") {
		t.Errorf("exit code %d, want %d and that it is no regular file: %s", code, exitUsage, &errs)
	}
}
