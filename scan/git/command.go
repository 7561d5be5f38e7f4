package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// command is git with nothing of the environment or of the repository's own
// configuration that could run another program.
func (r Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	options := []string{"--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + filepath.Join(r.Folder, ".none")}
	command := exec.CommandContext(ctx, "git", append(options, args...)...)
	command.Dir = r.Folder
	command.Env = append([]string{"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none"}, r.Env...)
	return command
}

// maxOutput bounds what a command may print, in octets.
const maxOutput = 64 << 20

func (r Repository) run(ctx context.Context, args ...string) ([]byte, error) {
	command := r.command(ctx, args...)
	var out, complaint bounded
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Run(); err != nil {
		return nil, explain(err, complaint.String())
	}
	return out.Bytes(), nil
}

// bounded is a buffer that refuses more than maxOutput.
type bounded struct{ bytes.Buffer }

// Write implements io.Writer.
func (b *bounded) Write(text []byte) (int, error) {
	if b.Len()+len(text) > maxOutput {
		return 0, fmt.Errorf("git printed more than %d MiB", maxOutput>>20)
	}
	return b.Buffer.Write(text)
}

// explain says what to do about a git that is not there, and else what git said.
func explain(err error, complaint string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("the git program is not there: install it, or export the versions of the file into a folder")
	}
	if first, _, _ := strings.Cut(complaint, "\n"); first != "" {
		return fmt.Errorf("git: %s", strings.TrimPrefix(first, "fatal: "))
	}
	return err
}
