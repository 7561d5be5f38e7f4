package consumer

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

const (
	springPrefix = "spring.security.oauth2.resourceserver.jwt."

	maxPropertyName = 1000 // octets; longer ones are not read
	maxProfiles     = 100  // of one application
)

// springProperty is one leaf of a property source.
type springProperty struct {
	name  string // as written, with dots
	plain string // under relaxed binding: lower case, without dashes and underscores
	value *config.Node
}

// springSource is one document of properties.
type springSource struct {
	group      string // sources of one application
	profile    string // under which it counts; "" always
	inline     string // the part of profile that stands in the names of properties
	variables  bool   // the properties are environment variables, with references as a shell has them
	rank       int    // a higher one overrides a lower one
	doc        *config.Document
	properties []springProperty
}

func newSpringSource(doc *config.Document) springSource {
	s := springSource{group: doc.Folder + "/" + doc.Name, doc: doc}
	s.flatten("", doc.Root())
	extension := path.Ext(doc.Name)
	base := strings.TrimSuffix(doc.Name, extension)
	if extension == ".properties" {
		s.rank = 1 // overrides YAML in the same place
	}
	if rest, ok := strings.CutPrefix(base, "application"); ok && (rest == "" || rest[0] == '-') {
		s.group = doc.Folder + "/application"
		if rest != "" {
			s.profile, s.rank = rest[1:], s.rank+2
		}
	}
	for _, p := range s.properties {
		name, _, _ := strings.Cut(p.plain, "[")
		if name == "spring.config.activate.onprofile" || name == "spring.profiles" {
			s.profile = strings.TrimPrefix(s.profile+" & "+p.value.Scalar(), " & ")
		}
	}
	return s
}

// flatten turns a tree into properties.
func (s *springSource) flatten(name string, n *config.Node) {
	switch {
	case n == nil || len(name) > maxPropertyName:
	case n.Kind == config.Map:
		for _, f := range n.Fields {
			s.flatten(strings.TrimPrefix(name+"."+f.Name, "."), f.Value)
		}
	case n.Kind == config.List:
		for i, item := range n.Items {
			s.flatten(name+"["+strconv.Itoa(i)+"]", item)
		}
	default:
		s.properties = append(s.properties, springProperty{name, relaxed(name), n})
	}
}

// relaxed gives the form in which Spring Boot compares names.
func relaxed(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

// springMatters reports whether a property says something of a resource server.
func springMatters(plain string) bool {
	return strings.HasPrefix(plain, springPrefix) || plain == "spring.main.webapplicationtype"
}

// springGroup is the sources of one application, the strongest last.
type springGroup []springSource

// springGroups orders sources by application.
func springGroups(sources []springSource) []springGroup {
	var out []springGroup
	index := map[string]int{}
	for _, s := range sources {
		at, ok := index[s.group]
		if !ok {
			at = len(out)
			index[s.group] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], s)
	}
	for _, g := range out {
		slices.SortStableFunc(g, func(a, b springSource) int { return cmp.Compare(a.rank, b.rank) })
	}
	return out
}
