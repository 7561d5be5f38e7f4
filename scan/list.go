package scan

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	maxLine = 64 << 10 // octets of a line of a target list
	maxList = 64 << 20 // octets of a target list: a million URLs
)

// addText takes one argument or one line of a list: a path that exists, else a URL.
func (p *planner) addText(text string, origin inventory.Origin) {
	if text == "" { // such as a variable that is not set
		p.badTarget(text, origin, errors.New("target is empty: want a URL or a path"))
		return
	}
	if _, err := os.Stat(p.path(text)); err == nil {
		visit := func(f file) { p.addDocument(f, origin) }
		if err := p.walk(text, origin, isDocument, visit); err != nil {
			p.badTarget(text, origin, err)
		}
		return
	}
	address, err := parseAddress(text)
	if looksLikePath(text) {
		err = errors.New("no such file or folder")
	}
	if err != nil {
		p.badTarget(text, origin, err)
		return
	}
	p.add(address.String(), inventory.RoleUnknown, origin)
}

func (p *planner) badTarget(text string, origin inventory.Origin, err error) {
	p.problem(inventory.Problem{
		Target: shown(text), Kind: inventory.ProblemBadTarget,
		Detail: err.Error(), Origins: []inventory.Origin{origin},
	})
}

func looksLikePath(text string) bool {
	slashed := filepath.ToSlash(text)
	return filepath.IsAbs(text) || strings.HasPrefix(slashed, "./") || strings.HasPrefix(slashed, "../")
}

// addList takes a list of targets. The error is that there is none.
func (p *planner) addList(list string, stdin io.Reader) error {
	if list == "-" {
		if stdin == nil {
			stdin = strings.NewReader("")
		}
		p.readList("-", stdin)
		return nil
	}
	f, err := os.Open(p.path(list))
	if err != nil {
		return reason(err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return errors.New("is a folder, want a file with one target a line")
	}
	named := walk{dir: p.dir, absolute: filepath.IsAbs(list)}
	p.readList(named.name(p.path(list)), f)
	return nil
}

// readList reads one target a line; '#' starts a comment at the beginning of a
// line or after white space. A bad line is a gap, the rest counts.
func (p *planner) readList(name string, r io.Reader) {
	limited := &io.LimitedReader{R: r, N: maxList + 1}
	lines := bufio.NewReaderSize(limited, maxLine)
	for n := 1; ; n++ {
		line, err := lines.ReadSlice('\n')
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		origin := inventory.Origin{File: name, Line: n}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = lines.ReadSlice('\n')
			}
			p.problem(fileProblem(name, origin, inventory.ProblemBadTarget,
				fmt.Sprintf("line exceeds %d KiB: want one URL or one path", maxLine>>10)))
		case limited.N > 0 || err == nil: // the last line before the limit may be cut
			p.addLine(string(line), origin)
		}
		switch {
		case err == nil:
			continue
		case !errors.Is(err, io.EOF):
			p.problem(fileProblem(name, origin, inventory.ProblemUnreadable, "list breaks off: "+reason(err).Error()))
		case limited.N == 0:
			p.problem(fileProblem(name, origin, inventory.ProblemTooLarge,
				fmt.Sprintf("list exceeds %d MiB: what follows this line was not read, split it", maxList>>20)))
		}
		return
	}
}

func (p *planner) addLine(line string, origin inventory.Origin) {
	before := ' '
	for i, r := range line {
		if r == '#' && unicode.IsSpace(before) {
			line = line[:i]
			break
		}
		before = r
	}
	if text := strings.TrimSpace(line); text != "" {
		origin.Column = strings.Index(line, text) + 1
		p.addText(text, origin)
	}
}
