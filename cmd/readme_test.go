package cmd

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite what tests keep: sessions, reports, the help")

// TestReadme runs the commands of the README's terminal sessions and wants the
// output that stands there.
func TestReadme(t *testing.T) {
	file := filepath.Join("..", "README.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	session, commands := false, 0
	for line := range strings.Lines(string(data)) {
		switch {
		case line == "```console\n":
			session = true
		case session && line == "```\n":
			session = false
		case session && !strings.HasPrefix(line, "$ "):
			continue // what a command printed: written anew below
		}
		out.WriteString(line)
		if command, ok := strings.CutPrefix(line, "$ jwksaudit "); ok && session {
			commands++
			out.WriteString(runHere(t, strings.Fields(command)))
		}
	}
	if commands == 0 {
		t.Fatal("the README shows no session")
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if out.String() != string(data) {
		t.Errorf("the README's session is out of date: rewrite it with go test ./cmd -run TestReadme -update; now:\n%s", out.String())
	}
}

// runHere runs a command in the root of the repository and returns what it prints.
func runHere(t *testing.T, args []string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return runIn(t, root, args...)
}

// runIn runs a command in a folder and returns what it prints, whatever the exit code.
func runIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	Main(t.Context(), System{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Now: time.Now, Admit: loopbackOnly,
		LookupEnv: func(string) (string, bool) { return "", false },
		Getwd:     func() (string, error) { return dir, nil },
	})
	if stderr.Len() > 0 {
		t.Errorf("%v printed to standard error: %s", args, stderr.String())
	}
	return stdout.String()
}
