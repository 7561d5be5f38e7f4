package cmd

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/git"
	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// commits imports the versions of a file, or of all key sets that a folder holds in
// its newest commit.
func (im *importing) commits(name string) {
	r := git.Repository{Folder: im.settings.path(name)}
	for _, variable := range []string{"PATH", "HOME", "USERPROFILE", "SYSTEMROOT"} {
		if value := im.settings.system.getenv(variable); value != "" {
			r.Env = append(r.Env, variable+"="+value)
		}
	}
	if info, err := os.Stat(r.Folder); err == nil && info.IsDir() {
		im.repository(r, name)
		return
	}
	base := filepath.Base(r.Folder)
	r.Folder = filepath.Dir(r.Folder)
	file, err := r.Path(im.ctx, base)
	if err != nil {
		im.gap(name, "%v", err)
		return
	}
	im.versions(r, file, filepath.ToSlash(name))
}

func (im *importing) repository(r git.Repository, name string) {
	files, err := r.Files(im.ctx)
	if err != nil {
		im.gap(name, "%v", err)
		return
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		return !slices.Contains([]string{".json", ".jwk", ".jwks"}, strings.ToLower(path.Ext(file)))
	})
	var sets []string
	err = r.Newest(im.ctx, files, func(file string, body []byte) {
		if scan.IsKeySet(body) {
			sets = append(sets, file)
		}
	})
	switch {
	case err != nil:
		im.gap(name, "%v", err)
	case len(sets) == 0:
		im.gap(name, "no file of its newest commit is a key set")
	}
	for _, file := range sets {
		im.versions(r, file, file)
	}
}

func (im *importing) versions(r git.Repository, file, name string) {
	url, err := im.urlOf(name)
	if err != nil {
		im.gap(name, "%v", err)
		return
	}
	visit := func(v git.Version) {
		poll := inventory.PollOf(scan.ReadKeySet(v.Body, name, v.Time))
		im.look(history.Look{URL: url, Poll: poll}, name)
	}
	large := func(commit string) { im.gap(name, "commit %s: file exceeds %d MiB", commit, git.MaxFile>>20) }
	if err := r.Versions(im.ctx, file, visit, large); err != nil && im.ctx.Err() == nil {
		im.gap(name, "%v", err)
	}
}
