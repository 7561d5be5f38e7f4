package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// vantages lists the looks from particular vantages of the newest round, in order.
func vantages(pass *EndpointPass) []*inventory.Observation {
	var list []*inventory.Observation
	for _, o := range pass.Endpoint.Observations {
		if o.Vantage != "" && o.Keys != nil {
			list = append(list, o)
		}
	}
	return list
}

// vantageGroups says at which vantages one thing is seen, and at which another.
type vantageGroups struct {
	texts []string // in the order in which they came up
	names map[string][]string
}

func (g *vantageGroups) add(vantage, text string) {
	if g.names == nil {
		g.names = map[string][]string{}
	}
	if g.names[text] == nil {
		g.texts = append(g.texts, text)
	}
	g.names[text] = append(g.names[text], quotePlain(vantage))
}

// differ reports whether there is more than one group.
func (g *vantageGroups) differ() bool { return len(g.texts) > 1 }

func (g *vantageGroups) String() string {
	var parts []string
	for _, text := range g.texts {
		parts = append(parts, some(g.names[text], ", ")+": "+text)
	}
	return some(parts, "; ")
}

// quotePlain is a vantage's name as it is where it is an address or a plain word,
// and quoted otherwise.
func quotePlain(name string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune(".:-_", r)
	}
	if name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return name
	}
	return quote(name)
}

// contents lists the keys of a set by what identifies them, with their kids, in an
// order that does not depend on the document's.
func contents(set *inventory.KeySet) []string {
	var list []string
	for i := range set.Keys {
		key := &set.Keys[i]
		list = append(list, keyIdentity(key)+"\x00"+key.Kid)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// sameContents reports whether two sets hold the same keys under the same kids.
func sameContents(a, b *inventory.KeySet) bool { return slices.Equal(contents(a), contents(b)) }

// partialKeys lists the keys that some of the vantages publish and others do not,
// each as "kid "x" at a and not at b".
func partialKeys(looks []*inventory.Observation) []string {
	holders := map[string][]string{} // by content
	labels := map[string]string{}
	var order, names []string
	for _, o := range looks {
		if o.Keys.Value == nil {
			continue
		}
		name := quotePlain(o.Vantage)
		names = append(names, name)
		for i := range o.Keys.Value.Keys {
			key := &o.Keys.Value.Keys[i]
			id := keyIdentity(key) + "\x00" + key.Kid
			if holders[id] == nil {
				order = append(order, id)
				labels[id] = keyLabel(key)
			}
			if !slices.Contains(holders[id], name) {
				holders[id] = append(holders[id], name)
			}
		}
	}
	slices.SortFunc(order, func(a, b string) int { return strings.Compare(labels[a]+a, labels[b]+b) })
	var out []string
	for _, id := range order {
		without := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(holders[id], name) })
		if len(without) > 0 {
			out = append(out, labels[id]+" at "+some(holders[id], ", ")+" and not at "+some(without, ", "))
		}
	}
	return out
}

// cacheAge is how long HTTP caches alone can make servers of one key set differ.
func cacheAge(pass *EndpointPass) window.Term {
	f, known := pass.Freshness()
	if !known {
		return window.Term{Name: window.HTTPCache, High: inventory.Forever(), From: inventory.Unknown}
	}
	return f.E()
}
