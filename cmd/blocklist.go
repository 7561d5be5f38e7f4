package cmd

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// blocklistFile is the file of --blocklist, searched in place by several goroutines.
// It remembers the first failure: a list that was cut off or taken away during the run
// must not read as one that holds none of the keys.
type blocklistFile struct {
	file *os.File
	name string // as on the command line
	list *rules.Blocklist

	mu     sync.Mutex
	failed error
}

// openBlocklist opens the file of --blocklist; nil without the flag.
func (s *settings) openBlocklist() (*blocklistFile, error) {
	name := s.flags.blocklist
	if name == "" {
		return nil, nil //nolint:nilnil // no list and no error: none was asked for
	}
	info, err := os.Stat(s.path(name)) // before it is opened: a pipe without a writer never would be
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("no regular file: want the blocklist.dat of badkeys, unpacked")
	}
	if err != nil {
		return nil, usageError("--blocklist %s: %w", name, reason(err))
	}
	file, err := os.Open(s.path(name))
	if err != nil {
		return nil, usageError("--blocklist %s: %w", name, reason(err))
	}
	b := &blocklistFile{file: file, name: name}
	if info, err = file.Stat(); err == nil {
		b.list, err = rules.NewBlocklist(b, info.Size())
	}
	if err != nil {
		_ = file.Close()
		return nil, usageError("--blocklist %s: %w", name, reason(err))
	}
	return b, nil
}

// ReadAt reads the file and remembers a failure.
func (b *blocklistFile) ReadAt(p []byte, offset int64) (int, error) {
	n, err := b.file.ReadAt(p, offset)
	if n < len(p) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.failed == nil {
			b.failed = err
		}
	}
	return n, err
}

// gap tells that the list could not be read to the end of the run; nil where it could.
func (b *blocklistFile) gap() *inventory.Problem {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == nil {
		return nil
	}
	detail := reason(b.failed).Error()
	if errors.Is(b.failed, io.EOF) {
		detail = "it became shorter"
	}
	return &inventory.Problem{
		Target: b.name, Kind: inventory.ProblemUnreadable,
		Detail: "the blocklist could not be read during the run (" + detail + "): keys were not looked up; scan again with a copy that nothing changes",
	}
}

// rules gives the list to the evaluator; nil without one.
func (b *blocklistFile) rules() *rules.Blocklist {
	if b == nil {
		return nil
	}
	return b.list
}

// Close closes the file.
func (b *blocklistFile) Close() {
	if b != nil {
		_ = b.file.Close() // only read
	}
}
