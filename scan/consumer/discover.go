package consumer

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// File is one configuration file as it was read.
type File struct {
	Path string // slash-separated, as positions name it
	Data []byte
}

// Result is what a set of files says.
type Result struct {
	Consumers  []*inventory.Consumer // by file, line, column and name
	Problems   []inventory.Problem   // files that were recognised and cannot be read
	Recognised []string              // paths of the files that some product knows, sorted; unreadable ones included
}

// Discover reads all files together, since some products spread their settings
// over several. A path that is given twice is read once.
func Discover(files []File) Result {
	dialects := Dialects()
	r := run{seen: map[string]bool{}, sieve: newSieve(signsOf(dialects))}
	for _, d := range dialects {
		r.dialects = append(r.dialects, open{d, d.Open()})
	}
	for _, f := range files {
		if !r.seen[f.Path] {
			r.seen[f.Path] = true
			r.read(f)
		}
	}
	return r.result()
}

// open is a dialect with its reader for this run.
type open struct {
	Dialect
	reader Reader
}

type run struct {
	dialects   []open
	sieve      *sieve
	seen       map[string]bool
	problems   []inventory.Problem
	recognised []string
}

// read offers one file to every product of which it bears a sign.
func (r *run) read(f File) {
	var takers, signed []open
	found := r.sieve.find(f.Data)
	bears := func(sign string) bool { return found[sign] }
	for _, d := range r.dialects {
		switch {
		case slices.ContainsFunc(d.Signs, bears):
			signed = append(signed, d)
			takers = append(takers, d)
		case slices.ContainsFunc(d.Companions, bears):
			takers = append(takers, d)
		}
	}
	if len(takers) == 0 {
		return
	}
	file, err := config.Open(f.Path, f.Data)
	if err != nil {
		if len(signed) > 0 {
			r.unreadable(f.Path, signed[0].Product, inventory.Origin{File: f.Path}, err.Error())
		}
		return
	}
	known := false
	for _, d := range takers {
		known = d.reader.Read(file) || known
	}
	if known {
		r.recognised = append(r.recognised, f.Path)
	}
	said := map[inventory.Origin]bool{}
	for _, d := range signed {
		for _, failure := range file.Failures(d.Signs...) {
			if !said[failure.At] {
				said[failure.At] = true
				r.unreadable(f.Path, d.Product, failure.At, failure.Reason)
			}
		}
	}
}

// unreadable makes a problem of a file that bears a sign, provided that its name
// is that of a configuration: source code and documentation bear signs too.
func (r *run) unreadable(file, product string, at inventory.Origin, reason string) {
	if !namedAsConfiguration(file) {
		return
	}
	r.recognised = append(r.recognised, file)
	r.problems = append(r.problems, inventory.Problem{
		Target:  file,
		Kind:    inventory.ProblemUnreadable,
		Detail:  "bears the signs of " + product + " but cannot be read: " + reason,
		Origins: []inventory.Origin{at},
	})
}

// namedAsConfiguration goes by the extension below that of a template.
func namedAsConfiguration(file string) bool {
	return slices.Contains([]string{
		".yaml", ".yml", ".json", ".properties", ".tf", ".hcl", ".toml", ".ini", ".cfg", ".conf", ".xml", ".env",
	}, config.Extension(file))
}

func (r *run) result() Result {
	out := Result{Problems: r.problems}
	for _, d := range r.dialects {
		for _, c := range d.reader.Consumers() {
			c.Product, c.Name = d.Product, cmp.Or(c.Name, d.Product)
			slices.SortStableFunc(c.Unresolved, func(a, b inventory.Placeholder) int { return a.At.Compare(b.At) })
			out.Consumers = append(out.Consumers, c)
		}
	}
	slices.SortStableFunc(out.Consumers, func(a, b *inventory.Consumer) int {
		return cmp.Or(a.Origin.Compare(b.Origin), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Product, b.Product))
	})
	slices.SortStableFunc(out.Problems, func(a, b inventory.Problem) int {
		return a.Origins[0].Compare(b.Origins[0])
	})
	distinguish(out.Consumers)
	slices.Sort(r.recognised)
	out.Recognised = slices.Compact(r.recognised)
	return out
}

// distinguish numbers the consumers of one file that go by the same name.
func distinguish(consumers []*inventory.Consumer) {
	type key struct{ file, product, name string }
	count := map[key]int{}
	for _, c := range consumers {
		k := key{c.Origin.File, c.Product, c.Name}
		if count[k]++; count[k] > 1 {
			c.Name += "#" + strconv.Itoa(count[k])
		}
	}
}
