package consumer

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// applicationReader reads frameworks whose settings are properties of an
// application, in one file or several, with profiles and placeholders in the
// manner of Spring Boot: a consumer is what several files make together.
type applicationReader struct {
	signs     []string
	matters   func(plain string) bool // whether a property of this name is of the product
	consumers func(springView) []*inventory.Consumer
	// variables are the properties that are also looked for in environments, in
	// documents with variableSign, which is what their variables begin with.
	variables    []string
	variableSign string
	sources      []springSource
}

// Read implements Reader.
func (r *applicationReader) Read(file *config.File) bool {
	known := false
	seen := map[*config.Document]bool{}
	for _, marked := range file.Documents(r.signs...) {
		for _, doc := range marked.Siblings() { // other documents of the text may override or be referred to
			if seen[doc] {
				continue
			}
			seen[doc] = true
			for _, source := range inlineProfiles(newSpringSource(doc)) {
				known = known || slices.ContainsFunc(source.properties, r.relevant)
				r.sources = append(r.sources, source)
			}
		}
	}
	if r.variableSign == "" {
		return known
	}
	for _, doc := range file.Documents(r.variableSign) {
		found := variableSources(doc, r.variables)
		known = known || len(found) > 0
		r.sources = append(r.sources, found...)
	}
	return known
}

func (r *applicationReader) relevant(p springProperty) bool { return r.matters(p.plain) }

// Consumers implements Reader. Of what holds under a profile, that counts which
// does not hold without it.
func (r *applicationReader) Consumers() []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, group := range springGroups(r.sources) {
		var always []*inventory.Consumer
		for _, view := range group.views(r.matters) {
			for _, c := range r.consumers(view) {
				same := func(other *inventory.Consumer) bool { return reflect.DeepEqual(c, other) }
				if slices.ContainsFunc(always, same) {
					continue
				}
				if view.profile == "" {
					always = append(always, c)
				}
				if view.profile != "" {
					named := *c
					named.Name = strings.TrimSpace(c.Name + " (" + view.profile + ")")
					c = &named
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// inlineProfiles gives properties that name their profile, as "%dev.name" does
// (MicroProfile Config), a source of their own, stronger than its file.
func inlineProfiles(s springSource) []springSource {
	base := s
	base.properties = nil
	out := []springSource{base}
	for _, p := range s.properties {
		at, profile := 0, ""
		if rest, ok := strings.CutPrefix(p.name, "%"); ok {
			profile, p.name, _ = strings.Cut(rest, ".")
			p.plain = relaxed(p.name)
			at = slices.IndexFunc(out, func(known springSource) bool { return known.inline == profile })
		}
		if at < 0 {
			at = len(out)
			own := springSource{group: s.group, doc: s.doc, inline: profile, rank: s.rank + 4}
			own.profile = strings.TrimPrefix(s.profile+" & "+profile, " & ")
			out = append(out, own)
		}
		out[at].properties = append(out[at].properties, p)
	}
	return out
}

// names returns the middle of every property "prefix<name>suffix", in order of
// appearance, without the quotes that a name with dots has.
func (v springView) names(prefix string, suffixes ...string) []string {
	var out []string
	for _, s := range v.sources {
		for _, p := range s.properties {
			rest, ok := strings.CutPrefix(p.name, prefix)
			for _, suffix := range suffixes {
				name, ended := strings.CutSuffix(rest, suffix)
				if ok && ended && name != "" && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// setting finds a property under any of its names, the first that is set.
func (v springView) setting(names ...string) (*config.Node, string) {
	for _, name := range names {
		if n := v.find(relaxed(name)); n != nil {
			return n, name
		}
	}
	return nil, cmp.Or(names...)
}

// read starts a consumer at the property that declares it.
func (v springView) read(name string, declaring *config.Node, variant Variant) settings {
	s := declare(v.documentOf(declaring), nil, name, declaring.At, variant)
	s.syntax = v.syntax()
	return s
}

// texts reads a property that is one text; none where it is not set.
func (v springView) texts(s settings, names ...string) []inventory.Value[string] {
	n, name := v.setting(names...)
	return s.named(name).one(n)
}

// lists reads a property that is a list, of elements or of one text with commas.
func (v springView) lists(s settings, names ...string) []inventory.Value[string] {
	for _, name := range names {
		if out := v.list(s, name); len(out) > 0 {
			return out
		}
	}
	return nil
}

// property reads a property in its product's own form.
func property[T any](
	v springView, s settings, otherwise inventory.Value[T], want string, parse func(string) (T, error), names ...string,
) inventory.Value[T] {
	n, name := v.setting(names...)
	return parsed(s.named(name), n, otherwise, want, parse)
}
