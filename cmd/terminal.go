package cmd

import (
	"io"
	"os"
	"strconv"
	"sync"

	"golang.org/x/term"

	"github.com/jwksaudit/jwksaudit/output"
)

// terminal is how text for people is set on standard output: as wide as COLUMNS
// says, else the terminal, within 80 to 200; in colour on a terminal, which
// FORCE_COLOR overrules and NO_COLOR overrules in turn (https://no-color.org,
// https://force-color.org).
func (s *System) terminal() output.Options {
	options := output.Options{Width: 100}
	if fd, ok := terminalOf(s.Stdout); ok {
		options.Color = s.getenv("TERM") != "dumb"
		if columns, _, err := term.GetSize(fd); err == nil && columns > 0 {
			options.Width = columns
		}
	}
	if columns, err := strconv.Atoi(s.getenv("COLUMNS")); err == nil && columns > 0 {
		options.Width = columns
	}
	options.Width = min(max(options.Width, 80), 200)
	switch {
	case s.getenv("NO_COLOR") != "":
		options.Color = false
	case s.getenv("FORCE_COLOR") != "":
		options.Color = true
	}
	return options
}

// terminalOf returns the descriptor of a terminal; false for everything else.
func terminalOf(stream any) (fd int, ok bool) {
	f, ok := stream.(*os.File)
	if !ok {
		return 0, false
	}
	fd = int(f.Fd())
	return fd, term.IsTerminal(fd)
}

// progress is one line on a terminal's standard error; silent elsewhere.
type progress struct {
	mu     sync.Mutex
	w      io.Writer // nil where there is no terminal
	latest int       // per cent; -1 before the first
}

func (s *System) newProgress() *progress {
	if _, ok := terminalOf(s.Stderr); ok && s.getenv("TERM") != "dumb" {
		return &progress{w: s.Stderr, latest: -1}
	}
	return &progress{}
}

// update is called from several goroutines. That a line cannot be shown is no
// reason to stop.
func (p *progress) update(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	percent := done * 100 / max(total, 1)
	if p.w == nil || percent <= p.latest {
		return
	}
	p.latest = percent
	_, _ = io.WriteString(p.w, "\r"+strconv.Itoa(done)+" of "+strconv.Itoa(total)+" targets")
}

// clear takes the line away.
func (p *progress) clear() {
	if p.w != nil {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
	}
}
