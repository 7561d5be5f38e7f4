package history

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestAFullFileSystemKeepsWhatIsThere fills a file system of a megabyte, which root
// may mount.
func TestAFullFileSystemKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("history", dir, "tmpfs", 0, "size=1m"); errors.Is(err, syscall.EPERM) {
		t.Skip("a file system cannot be mounted here: only root may")
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 400<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(dir, "history.db")
	s := open(t, place)
	record(t, s, Look{address, fetched(day(0), keySet(t, "a"))})
	fillUp(t, s)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	record(t, s, Look{address, fetched(day(1), keySet(t, "z"))})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(timeline(t, open(t, place), address, ever()).Polls); got != 2 {
		t.Errorf("%d polls, want 2", got)
	}
}
