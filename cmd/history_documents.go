package cmd

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// documents imports captures and saved documents as scan reads them.
func (im *importing) documents(names []string) error {
	s := im.settings
	plan, err := scan.NewPlan(scan.Request{Dir: s.dir, Args: names, Dated: timeOf})
	if err != nil {
		return usageError("%w", err)
	}
	for _, problem := range plan.Problems {
		im.gap(problem.Target, "%s", problem.Detail)
	}
	problems := plan.Observe(im.ctx, scan.Run{
		Concurrency: 1, Now: func() time.Time { return time.Time{} },
		Judge: func(_, _ int, e *inventory.Endpoint) { im.endpoint(e) },
	})
	for _, problem := range problems {
		switch problem.Kind {
		case inventory.ProblemInternal, inventory.ProblemInterrupted:
			im.gap(problem.Target, "%s", problem.Detail)
		}
	}
	return nil
}

// endpoint takes what was seen of one endpoint.
func (im *importing) endpoint(e *inventory.Endpoint) {
	name := e.Name()
	if e.URL == "" {
		named := *e
		var err error
		if named.URL, err = im.urlOf(e.File); err != nil {
			im.gap(name, "%v", err)
			return
		}
		e = &named
	}
	looks := history.LooksAt(e)
	if len(looks) == 0 {
		im.gap(name, "it holds no answer of a key set and no metadata")
	}
	for _, look := range looks {
		im.look(look, name)
	}
}

func (im *importing) look(look history.Look, name string) {
	if look.Poll.Time.IsZero() {
		im.gap(name, "nothing tells when it was seen: give the file a name such as 2026-01-31T120000Z.json")
		return
	}
	if err := look.Check(); err != nil {
		im.gap(name, "it %v", err)
		return
	}
	im.looks = append(im.looks, look)
	im.record(5000)
}

// record records what was read once it is as much as that.
func (im *importing) record(enough int) {
	if len(im.looks) < enough || len(im.looks) == 0 || im.err != nil {
		return
	}
	added, err := im.store.Record(im.ctx, im.looks)
	if err != nil && im.ctx.Err() == nil {
		im.err = err
	}
	if err == nil {
		read := history.Imported{Polls: len(im.looks), New: added}
		for _, look := range im.looks {
			read.URLs = append(read.URLs, look.URL)
		}
		im.count(read)
	}
	im.looks = im.looks[:0]
}

// urlOf is the URL that --url gives to a file.
func (im *importing) urlOf(file string) (string, error) {
	if im.flags.url == "" {
		return "", errors.New("it names no URL: give --url")
	}
	name, _, _ := strings.Cut(path.Base(file), ".")
	text := strings.NewReplacer("{folder}", path.Base(path.Dir(file)), "{name}", name).Replace(im.flags.url)
	address, err := scan.Address(text)
	if err != nil {
		return "", fmt.Errorf("--url %w", err)
	}
	return address, nil
}
