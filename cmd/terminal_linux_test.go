package cmd

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestTerminal: colour and progress are for terminals, the width is the
// terminal's, and the environment overrules all of it.
func TestTerminal(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, manyCaptures(5))
	for _, c := range []struct {
		name                string
		env                 []string
		stdout, stderr      bool // on a terminal
		color, progress     bool
		longest, atLeastOne int // columns of the longest line: at most, at least
	}{
		{name: "terminal", stdout: true, stderr: true, color: true, progress: true, longest: 120, atLeastOne: 101},
		{name: "stdout redirected", stderr: true, progress: true, longest: 100, atLeastOne: 81},
		{name: "stderr redirected", stdout: true, color: true, longest: 120, atLeastOne: 101},
		{name: "no terminal", longest: 100, atLeastOne: 81},
		{name: "NO_COLOR", env: []string{"NO_COLOR=1"}, stdout: true, stderr: true, progress: true, longest: 120, atLeastOne: 101},
		{name: "NO_COLOR empty", env: []string{"NO_COLOR="}, stdout: true, color: true, longest: 120, atLeastOne: 101},
		{name: "FORCE_COLOR", env: []string{"FORCE_COLOR=1"}, color: true, longest: 100, atLeastOne: 81},
		{name: "both", env: []string{"FORCE_COLOR=1", "NO_COLOR=1"}, stdout: true, longest: 120, atLeastOne: 101},
		{name: "dumb", env: []string{"TERM=dumb"}, stdout: true, stderr: true, longest: 120, atLeastOne: 101},
		{name: "COLUMNS", env: []string{"COLUMNS=90"}, stdout: true, color: true, longest: 90, atLeastOne: 81},
		{name: "COLUMNS too narrow", env: []string{"COLUMNS=20"}, longest: 80, atLeastOne: 70},
		{name: "COLUMNS too wide", env: []string{"COLUMNS=9999"}, longest: 200, atLeastOne: 101},
		{name: "COLUMNS nonsense", env: []string{"COLUMNS=-5"}, longest: 100, atLeastOne: 81},
	} {
		t.Run(c.name, func(t *testing.T) {
			stdout, stderr := onTerminals(t, dir, c.env, c.stdout, c.stderr)
			if got := strings.Contains(stdout, "\x1b[1m"); got != c.color {
				t.Errorf("colour: %v, want %v", got, c.color)
			}
			if got := strings.Contains(stderr, "\r5 of 5 targets"); got != c.progress {
				t.Errorf("progress: %v, want %v: %q", got, c.progress, stderr)
			}
			if c.progress && !strings.HasSuffix(stderr, "\r\x1b[K") || !c.progress && stderr != "" {
				t.Errorf("standard error ends in %q", stderr)
			}
			longest := 0
			for line := range strings.Lines(stdout) {
				for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[36m"} {
					line = strings.ReplaceAll(line, code, "")
				}
				longest = max(longest, len([]rune(strings.TrimRight(line, "\r\n"))))
			}
			if longest > c.longest || longest < c.atLeastOne {
				t.Errorf("the longest line has %d columns, want %d to %d", longest, c.atLeastOne, c.longest)
			}
		})
	}
}

// onTerminals scans in a child process whose output and errors go to a terminal
// of 120 columns each, or to a pipe.
func onTerminals(t *testing.T, dir string, env []string, stdout, stderr bool) (printed, said string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "jwksaudit", "scan", "--offline", "captures", "--consumers", "consumers")
	command.Dir = dir
	command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm"}, env...)
	var texts [2]chan string
	for i, terminal := range []bool{stdout, stderr} {
		reader, writer := openPair(t, terminal)
		texts[i] = make(chan string)
		go func() { texts[i] <- readUntilClosed(reader) }()
		if i == 0 {
			command.Stdout = writer
		} else {
			command.Stderr = writer
		}
	}
	_ = command.Run() // findings
	for _, stream := range []any{command.Stdout, command.Stderr} {
		stream.(*os.File).Close()
	}
	return <-texts[0], <-texts[1]
}

// openPair is a pipe, or the two ends of a pseudo terminal.
func openPair(t *testing.T, terminal bool) (reader, writer *os.File) {
	t.Helper()
	if !terminal {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		return reader, writer
	}
	reader, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo terminals here: %v", err)
	}
	fd := int(reader.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120})
	}
	if err != nil {
		t.Fatal(err)
	}
	writer, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo terminals here: %v", err)
	}
	return reader, writer
}

// readUntilClosed reads to the end, which a terminal gives as an error.
func readUntilClosed(f *os.File) string {
	defer f.Close()
	var text strings.Builder
	buffer := make([]byte, 4096)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		n, err := f.Read(buffer)
		text.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	return text.String()
}
