package scan

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// file is one file as read.
type file struct {
	path     string // slash-separated, relative to the working folder where it lies below it
	data     []byte
	explicit bool // named itself, not found in a folder
}

// Skipped counts what was passed over on purpose.
type Skipped struct {
	Symlinks     int
	Large        int // over 2 MiB
	Folders      int // .git, node_modules, vendor
	Unrecognised int // read, and nothing that is known here
	Unrouted     int // addresses of key sets' servers that this machine has no route to
	Optional     int // issuers without metadata, where no consumer finds its keys through it
}

// walk goes through a file or a folder that somebody named.
type walk struct {
	dir      string           // working folder, absolute
	absolute bool             // the path was given as an absolute one
	origin   inventory.Origin // who named it
	wanted   func(name string) bool
	visit    func(file)
	skip     func(path string, count *int) // counts a path once in all walks
	skipped  *Skipped
	problem  func(inventory.Problem)
}

// run visits a file, or every file below a folder whose name is wanted, in lexical
// order. A file that is named itself is always wanted, and a link that is named
// itself is followed. The error says why there is nothing at the path.
func (w *walk) run(root string) error {
	info, err := os.Stat(root)
	if err != nil {
		return reason(err)
	}
	if !info.IsDir() {
		w.read(root, info, true)
		return nil
	}
	root = strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator) // through a link, into its folder
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			w.unreadable(path, err)
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			if path != root && slices.Contains([]string{".git", "node_modules", "vendor"}, entry.Name()) {
				w.skip(w.name(path), &w.skipped.Folders)
				return fs.SkipDir
			}
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			w.skip(w.name(path), &w.skipped.Symlinks)
			return nil
		case !entry.Type().IsRegular() || !w.wanted(entry.Name()):
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			w.unreadable(path, err)
			return nil
		}
		w.read(path, info, false)
		return nil
	})
}

func (w *walk) read(path string, info fs.FileInfo, explicit bool) {
	if info.Size() > maxFile {
		w.large(path, explicit)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		w.unreadable(path, err)
		return
	}
	defer func() { _ = f.Close() }()                      // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1)) // it may grow, or be a pipe
	switch {
	case err != nil:
		w.unreadable(path, err)
	case len(data) > maxFile:
		w.large(path, explicit)
	default:
		w.visit(file{path: w.name(path), data: data, explicit: explicit})
	}
}

// large counts a file over the cap; one that was named itself is a gap.
func (w *walk) large(path string, explicit bool) {
	if !explicit {
		w.skip(w.name(path), &w.skipped.Large)
		return
	}
	w.gap(path, inventory.ProblemTooLarge, fmt.Sprintf("file exceeds %d MiB", maxFile>>20))
}

func (w *walk) unreadable(path string, err error) {
	w.gap(path, inventory.ProblemUnreadable, "cannot be read: "+reason(err).Error())
}

func (w *walk) gap(path string, kind inventory.ProblemKind, detail string) {
	w.problem(fileProblem(w.name(path), w.origin, kind, detail))
}

// name is how reports call a path: slash-separated, and relative to the working
// folder where it lies below it or was named so, that another checkout gives the
// same names.
func (w *walk) name(path string) string {
	relative, err := filepath.Rel(w.dir, path)
	above := relative == ".." || strings.HasPrefix(relative, ".."+string(filepath.Separator))
	if err != nil || above && w.absolute {
		relative = filepath.Clean(path)
	}
	return filepath.ToSlash(relative)
}

// reason is a file error without the path, which on this machine may be another
// than in reports.
func reason(err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return cause.Err
	}
	return err
}

// fileProblem is the problem of a file, named by itself or by a list.
func fileProblem(name string, origin inventory.Origin, kind inventory.ProblemKind, detail string) inventory.Problem {
	if origin.IsZero() {
		origin.File = name
	}
	return inventory.Problem{Target: name, Kind: kind, Detail: detail, Origins: []inventory.Origin{origin}}
}
