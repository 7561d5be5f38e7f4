package consumer

import (
	"maps"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// springView is the sources that count under one profile, the strongest last.
type springView struct {
	profile string
	sources []springSource
}

// views gives what holds without a profile, and what holds under each that
// changes anything that matters here.
func (g springGroup) views(matters func(plain string) bool) []springView {
	base := g.view("")
	out := []springView{base}
	var profiles []string
	for _, s := range g {
		if s.profile == "" || slices.Contains(profiles, s.profile) || len(profiles) == maxProfiles {
			continue
		}
		profiles = append(profiles, s.profile)
		if view := g.view(s.profile); view.meaning(matters) != base.meaning(matters) {
			out = append(out, view)
		}
	}
	return out
}

func (g springGroup) view(profile string) springView {
	v := springView{profile: profile}
	for _, s := range g {
		if s.profile == "" || s.profile == profile {
			v.sources = append(v.sources, s)
		}
	}
	return v
}

// meaning is every setting that matters as it works out, to compare views.
func (v springView) meaning(matters func(plain string) bool) string {
	values := map[string]string{}
	for _, source := range v.sources { // the stronger ones last
		for _, p := range source.properties {
			if matters(p.plain) && p.value.Scalar() != "" {
				values[p.plain], _ = v.syntax().Expand(p.value.Scalar())
			}
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		b.WriteString(name + "\x00" + values[name] + "\n")
	}
	return b.String()
}

// syntax is that of placeholders, which may refer to other properties.
func (v springView) syntax() config.Placeholders {
	shell := len(v.sources) > 0 && v.sources[0].variables
	return config.Placeholders{Colon: !shell, Lookup: v.lookup}
}

// find returns the strongest value of a property; nil where it is not set or empty.
func (v springView) find(plain string) *config.Node {
	for _, s := range slices.Backward(v.sources) {
		for _, p := range slices.Backward(s.properties) {
			if p.plain != plain {
				continue
			}
			if p.value.Scalar() == "" {
				return nil
			}
			return p.value
		}
	}
	return nil
}

func (v springView) jwt(plain string) *config.Node { return v.find(springPrefix + plain) }

// list reads a property that is a list, of elements or of one text with commas.
// The strongest source that has any of it gives all of it.
func (v springView) list(s settings, name string) []inventory.Value[string] {
	s = s.named(name)
	plain := relaxed(name)
	for _, source := range slices.Backward(v.sources) {
		var out []inventory.Value[string]
		found := false
		for _, p := range source.properties {
			if p.plain != plain && !strings.HasPrefix(p.plain, plain+"[") {
				continue
			}
			found = true
			for _, value := range s.texts(p.value) {
				out = append(out, commaSeparated(value)...)
			}
		}
		if found {
			return out
		}
	}
	return nil
}

func commaSeparated(value inventory.Value[string]) []inventory.Value[string] {
	if value.From == inventory.Unresolved {
		return []inventory.Value[string]{value}
	}
	var out []inventory.Value[string]
	for part := range strings.SplitSeq(value.V, ",") {
		if part = strings.TrimSpace(part); part != "" {
			value.V = part
			out = append(out, value)
		}
	}
	return out
}

// lookup finds what a placeholder refers to. A name in the canonical form finds
// every spelling, another only itself.
func (v springView) lookup(name string) (string, bool) {
	canonical := name == strings.ToLower(name) && !strings.Contains(name, "_")
	for _, s := range slices.Backward(v.sources) {
		for _, p := range slices.Backward(s.properties) {
			if p.name == name || canonical && p.plain == relaxed(name) {
				return p.value.Scalar(), true
			}
		}
	}
	return "", false
}

// documentOf returns the document that a value stands in.
func (v springView) documentOf(n *config.Node) *config.Document {
	for _, s := range v.sources {
		for _, p := range s.properties {
			if p.value == n {
				return s.doc
			}
		}
	}
	return v.sources[0].doc
}
