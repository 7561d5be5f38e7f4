package cmd

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// writeFile puts text at a path so that no reader ever sees half of it: it goes
// to a new file beside the one that the path leads to, which is then renamed into
// place. A file that was there keeps its mode; a new one has what the umask
// leaves of 0644. What is no regular file (a pipe, a device) is written directly.
func writeFile(path string, render func(io.Writer) error) error {
	path, err := followLinks(path)
	if err != nil {
		return err
	}
	switch info, err := os.Stat(path); {
	case isDescriptor(path) || err == nil && !info.Mode().IsRegular():
		return writeDirect(path, render)
	case err == nil:
		return replaceFile(path, info.Mode().Perm(), true, render)
	}
	return replaceFile(path, 0o644, false, render)
}

// followLinks returns the path that a chain of symbolic links ends at, whether
// anything is there or not: a link to a report stays one.
func followLinks(path string) (string, error) {
	const most = 40 // as Linux has it, path_resolution(7)
	for range most {
		target, err := os.Readlink(path)
		if err != nil || isDescriptor(path) {
			return path, nil //nolint:nilerr // no link: the end of the chain
		}
		if !filepath.IsAbs(target) {
			target = filepath.Dir(path) + string(filepath.Separator) + target
		}
		path = target
	}
	return "", errors.New("too many symbolic links")
}

// isDescriptor recognises names of files that this process has open: whatever is
// behind them, nothing can be renamed there.
func isDescriptor(path string) bool {
	return path == "/dev/stderr" || path == "/dev/stdout" ||
		strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/")
}

func writeDirect(path string, render func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(f)
	return errors.Join(render(buffered), buffered.Flush(), f.Close())
}

// replaceFile writes a file beside path and renames it to path.
func replaceFile(path string, mode fs.FileMode, exists bool, render func(io.Writer) error) error {
	f, err := createBeside(path, mode)
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		if !renamed {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if exists { // the umask shall not narrow what somebody chose
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	buffered := bufio.NewWriter(f)
	if err := errors.Join(render(buffered), buffered.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Rename(f.Name(), path)
	renamed = err == nil
	return err
}

// createBeside makes a file of a name that nobody has, in the folder of path. It
// asks the umask, as os.CreateTemp does not.
func createBeside(path string, mode fs.FileMode) (f *os.File, err error) {
	const attempts = 100
	for range attempts {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".jwksaudit-%08x.tmp", rand.Uint32()))
		f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, err
}

// reason leaves out of an error what is said beside it: the operation and the
// path, or the name of a temporary file, which tells nobody anything.
func reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
