// Package git reads the history of files from a Git repository, with the git
// program: a library that does it is larger than all the rest of this one.
//
// A repository that somebody else made may hold a configuration that names
// programs. Only plumbing commands run that use none of them (no pager, hooks,
// filters, diff or signature programs), nothing is fetched, and no GIT_ variable
// of the environment has an effect. What is read is bounded.
package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
)

// MaxFile bounds a version of a file that is read, in octets.
const MaxFile = 2 << 20

// maxCommits bounds the commits of a file that are read.
const maxCommits = 100_000

// Version is a file as one commit has it.
type Version struct {
	Commit string    // hexadecimal
	Time   time.Time // when it was committed
	Body   []byte
}

// Repository runs git in a folder of a work tree or of a bare repository.
type Repository struct {
	Folder string
	Env    []string // of the environment, what git may see: PATH and HOME
}

// Files lists the files of the newest commit below the folder, as slash paths from
// the top of the repository.
func (r Repository) Files(ctx context.Context) ([]string, error) {
	prefix, err := r.prefix(ctx)
	if err != nil {
		return nil, err
	}
	out, err := r.run(ctx, "ls-tree", "-r", "-z", "--name-only", "--full-name", "HEAD", "--", ".")
	if err != nil {
		return nil, err
	}
	var files []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" && strings.HasPrefix(name, prefix) {
			files = append(files, name)
		}
	}
	return files, nil
}

// Path is the slash path of a file of the folder from the top of the repository.
func (r Repository) Path(ctx context.Context, name string) (string, error) {
	prefix, err := r.prefix(ctx)
	return path.Join(prefix, name), err
}

func (r Repository) prefix(ctx context.Context) (string, error) {
	out, err := r.run(ctx, "rev-parse", "--show-prefix")
	return strings.TrimSuffix(string(out), "\n"), err
}

// Versions visits every version of a file on the current branch, newest first. A
// commit that removed the file has none. Large is told of versions over MaxFile.
func (r Repository) Versions(ctx context.Context, file string, visit func(Version), large func(commit string)) error {
	if strings.ContainsAny(file, "\n\x00") {
		return errors.New("the name of the file has a line break")
	}
	list, err := r.run(ctx, "rev-list", "--timestamp", "--max-count="+strconv.Itoa(maxCommits), "HEAD", "--", ":(top,literal)"+file)
	if err != nil {
		return err
	}
	var versions []Version
	for line := range strings.Lines(string(list)) {
		seconds, commit, _ := strings.Cut(strings.TrimSpace(line), " ")
		at, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			return fmt.Errorf("git gave a commit without a time: %q", line)
		}
		versions = append(versions, Version{Commit: commit, Time: time.Unix(at, 0).UTC()})
	}
	if len(versions) == 0 {
		return errors.New("no commit of the current branch has this file")
	}
	name := func(i int) string { return versions[i].Commit + ":" + file }
	return r.objects(ctx, len(versions), name, func(i int, body []byte, size int64) {
		switch versions[i].Body = body; {
		case size > MaxFile:
			large(versions[i].Commit)
		case size >= 0:
			visit(versions[i])
			versions[i].Body = nil
		}
	})
}

// Newest visits files as the newest commit has them.
func (r Repository) Newest(ctx context.Context, files []string, visit func(file string, body []byte)) error {
	var names []string
	for _, file := range files {
		if !strings.ContainsAny(file, "\n\x00") {
			names = append(names, file)
		}
	}
	return r.objects(ctx, len(names), func(i int) string { return "HEAD:" + names[i] }, func(i int, body []byte, size int64) {
		if 0 <= size && size <= MaxFile {
			visit(names[i], body)
		}
	})
}

// objects reads n objects through one git process. The size is -1 where there is
// no such file; the body of one over MaxFile is passed over.
func (r Repository) objects(ctx context.Context, n int, name func(int) string, visit func(i int, body []byte, size int64)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	command := r.command(ctx, "cat-file", "--batch")
	var names bytes.Buffer
	for i := range n {
		names.WriteString(name(i) + "\n")
	}
	command.Stdin = &names
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return explain(err, "")
	}
	answers := bufio.NewReaderSize(out, 64<<10)
	for i := range n {
		body, size, err := readObject(answers)
		if err != nil {
			stop()
			_ = command.Wait() // what was wrong is known
			return err
		}
		visit(i, body, size)
	}
	return command.Wait()
}

// readObject reads one answer of cat-file: "ID TYPE SIZE", the object and a line
// break, or one line that says that there is none. The size is then -1, and the
// body of one over MaxFile is passed over.
func readObject(r *bufio.Reader) (body []byte, size int64, err error) {
	header, err := r.ReadString('\n')
	if err != nil {
		return nil, 0, fmt.Errorf("git ended early: %w", err)
	}
	fields := strings.Fields(header)
	if len(fields) != 3 || fields[1] == "missing" {
		return nil, -1, nil
	}
	size, err = strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, -1, nil //nolint:nilerr // "HASH:a file missing"
	}
	var content bytes.Buffer
	if size <= MaxFile {
		_, err = io.CopyN(&content, r, size)
	} else {
		_, err = io.CopyN(io.Discard, r, size)
	}
	if err == nil {
		_, err = r.Discard(1)
	}
	if fields[1] != "blob" { // a folder of that name
		size = -1
	}
	return content.Bytes(), size, err
}
