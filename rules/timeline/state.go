package timeline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// state is what some polls show: the keys with a thumbprint. Others cannot be told
// from one another and are left out.
type state struct {
	set     string           // thumbprints and kids: what replicas agree on or do not
	keys    []*inventory.Key // in document order
	signing []*inventory.Key
	index   map[string]*inventory.Key // by thumbprint: the first of each
}

// findStates gives each poll its state; polls that show the same share it.
func (h *History) findStates() {
	bySet := map[*inventory.KeySet]*state{}
	byContent := map[string]*state{}
	h.states = make([]*state, len(h.Read))
	for i, p := range h.Read {
		if bySet[p.Keys] == nil {
			s, content := h.stateOf(p.Keys)
			if byContent[content] == nil {
				byContent[content] = s
			}
			bySet[p.Keys] = byContent[content]
		}
		h.states[i] = bySet[p.Keys]
	}
}

func (h *History) stateOf(set *inventory.KeySet) (s *state, content string) {
	s = &state{index: map[string]*inventory.Key{}}
	var names, contents []string
	for i := range set.Keys {
		key := &set.Keys[i]
		if key.Thumbprint == "" || key.Kty == "oct" {
			continue
		}
		s.keys = append(s.keys, key)
		if s.index[key.Thumbprint] == nil {
			s.index[key.Thumbprint] = key
		}
		if h.demand.Signs(key) {
			s.signing = append(s.signing, key)
		}
		name := key.Thumbprint + "\x00" + key.Kid
		names = append(names, name)
		contents = append(contents, name+"\x00"+attributes(key)+"\x00"+certificate(key))
	}
	slices.Sort(names)
	s.set = strings.Join(slices.Compact(names), "\x01")
	return s, strings.Join(contents, "\x01")
}

// attributes is what a key says of its purpose.
func attributes(key *inventory.Key) string {
	operations := slices.Sorted(slices.Values(key.KeyOps))
	return key.Alg + "\x00" + key.Use + "\x00" + strings.Join(operations, " ")
}

// certificate tells the leaf of x5c from its renewals; "" where there is none.
func certificate(key *inventory.Key) string {
	if len(key.Certificates) == 0 {
		return ""
	}
	leaf := key.Certificates[0]
	return cmp.Or(leaf.SHA256, leaf.NotAfter.UTC().String())
}

// find is the key of a thumbprint in a state; nil where it has none.
func (s *state) find(thumbprint string) *inventory.Key { return s.index[thumbprint] }

// run is polls on end that show one state.
type run struct {
	*state
	first, last int
}

func (h *History) runs() (out []run) {
	for i, s := range h.states {
		if n := len(out); n > 0 && out[n-1].state == s {
			out[n-1].last = i
			continue
		}
		out = append(out, run{s, i, i})
	}
	return out
}
