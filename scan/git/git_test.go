package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// repository makes a work tree and returns it with a function that commits a file.
func repository(t *testing.T) (r Repository, commit func(name, text string, at time.Time)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	r = Repository{Folder: t.TempDir(), Env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}}
	git := func(at time.Time, args ...string) {
		t.Helper()
		command := exec.Command("git", append([]string{"-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"}, args...)...)
		command.Dir = r.Folder
		command.Env = append(slices.Clone(r.Env), "GIT_COMMITTER_DATE="+at.Format(time.RFC3339), "GIT_CONFIG_NOSYSTEM=1")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v: %s", args, err, out)
		}
	}
	git(time.Time{}, "init", "-q")
	return r, func(name, text string, at time.Time) {
		t.Helper()
		path := filepath.Join(r.Folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			git(at, "rm", "-q", name)
		} else if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		} else {
			git(at, "add", "--all")
		}
		git(at, "commit", "-q", "-m", "x")
	}
}

func day(n int) time.Time { return time.Date(2026, 3, 1+n, 12, 0, 0, 0, time.UTC) }

func versions(t *testing.T, r Repository, file string) (found []string) {
	t.Helper()
	err := r.Versions(t.Context(), file,
		func(v Version) { found = append(found, v.Time.Format(time.DateOnly)+" "+string(v.Body)) },
		func(string) { found = append(found, "large") })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestVersionsAreThoseOfOneFile(t *testing.T) {
	r, commit := repository(t)
	commit("keys/a b.json", "one", day(0))
	commit("keys/other.json", "else", day(1))
	commit("keys/a b.json", "two\nlines\n", day(2))
	commit("keys/a b.json", "", day(3))
	commit("keys/a b.json", strings.Repeat("x", MaxFile+1), day(4))
	commit("keys/a b.json", "three", day(5))
	want := []string{"2026-03-06 three", "large", "2026-03-03 two\nlines\n", "2026-03-01 one"}
	if got := versions(t, r, "keys/a b.json"); !slices.Equal(got, want) {
		t.Errorf("%.60q, want %.60q", got, want)
	}
	below := Repository{Folder: filepath.Join(r.Folder, "keys"), Env: r.Env}
	if name, err := below.Path(t.Context(), "a b.json"); name != "keys/a b.json" || err != nil {
		t.Errorf("%q, %v", name, err)
	}
	if got := versions(t, below, "keys/a b.json"); !slices.Equal(got, want) {
		t.Errorf("from below, %.60q, want %.60q", got, want)
	}
	files, err := below.Files(t.Context())
	if want := []string{"keys/a b.json", "keys/other.json"}; err != nil || !slices.Equal(files, want) {
		t.Errorf("%q, %v, want %q", files, err, want)
	}
	var newest []string
	err = below.Newest(t.Context(), append(files, "missing", "a\nb"), func(file string, body []byte) {
		newest = append(newest, file+" "+string(body))
	})
	if want := []string{"keys/a b.json three", "keys/other.json else"}; err != nil || !slices.Equal(newest, want) {
		t.Errorf("%q, %v, want %q", newest, err, want)
	}
}

func TestWhatHasNoHistoryIsAnError(t *testing.T) {
	r, commit := repository(t)
	commit("a", "one", day(0))
	nobody := func(Version) { t.Error("a version is visited") }
	for _, test := range []struct {
		r    Repository
		file string
		want string
	}{
		{r, "missing", "no commit of the current branch has this file"},
		{r, "a\nb", "the name of the file has a line break"},
		{Repository{Folder: t.TempDir(), Env: r.Env}, "a", "not a git repository"},
	} {
		err := test.r.Versions(t.Context(), test.file, nobody, func(string) {})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.file, err, test.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Versions(ctx, "a", nobody, func(string) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// TestTheRepositoryRunsNoProgram names a program wherever a repository's own
// configuration can, and wants that none of them ran.
func TestTheRepositoryRunsNoProgram(t *testing.T) {
	r, commit := repository(t)
	commit("a", "one", day(0))
	proof := filepath.Join(t.TempDir(), "proof")
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\ntouch "+proof+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	var config strings.Builder
	fmt.Fprintf(&config, "[core]\nfsmonitor=%[1]s\npager=%[1]s\nsshCommand=%[1]s\neditor=%[1]s\ngitProxy=%[1]s\n[pager]\nrev-list=%[1]s\n"+
		"[gpg]\nprogram=%[1]s\n[log]\nshowSignature=true\n[diff]\nexternal=%[1]s\n[diff \"x\"]\ntextconv=%[1]s\ncommand=%[1]s\n"+
		"[filter \"x\"]\nsmudge=%[1]s\nclean=%[1]s\nprocess=%[1]s\n[credential]\nhelper=%[1]s\n[alias]\nrev-list=!%[1]s\ncat-file=!%[1]s\n"+
		"[remote \"origin\"]\nurl=ext::%[1]s\npromisor=true\npartialclonefilter=blob:none\n[core]\nrepositoryformatversion=1\n[extensions]\npartialClone=origin\n[protocol \"ext\"]\nallow=always\n", program)
	file, err := os.OpenFile(filepath.Join(r.Folder, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	file.WriteString(config.String())
	file.Close()
	os.WriteFile(filepath.Join(r.Folder, ".gitattributes"), []byte("* diff=x filter=x\n"), 0o644)
	for _, hook := range []string{"post-checkout", "reference-transaction", "pre-commit", "post-index-change"} {
		os.WriteFile(filepath.Join(r.Folder, ".git", "hooks", hook), []byte("#!/bin/sh\ntouch "+proof+"\n"), 0o755)
	}
	versions(t, r, "a")
	if _, err := r.Files(t.Context()); err != nil {
		t.Error(err)
	}
	objects, _ := filepath.Glob(filepath.Join(r.Folder, ".git", "objects", "??", "*"))
	for _, object := range objects { // each of which git would have to fetch
		if err := os.Rename(object, program+".aside"); err != nil {
			t.Fatal(err)
		}
		_ = r.Versions(t.Context(), "a", func(Version) {}, func(string) {})
		_, _ = r.Files(t.Context())
		if err := os.Rename(program+".aside", object); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(proof); err == nil {
		t.Error("a program of the repository ran")
	}
}
