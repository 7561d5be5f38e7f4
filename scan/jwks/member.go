package jwks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// member is one member of an object.
type member struct {
	name string
	raw  jsontext.Value // part of the body; nil where it was not read as a whole
}

// members reads an object. take, where given, is asked for each name whether it
// read the value itself. The last member may lack its value: see broken.
func (d *document) members(limit int, facts *facts, take func(name string) bool) []member {
	d.begin()
	list := make([]member, 0, 12) // most keys have fewer
	var seen names
	dropped := 0
	for d.more(jsontext.KindEndObject) {
		raw := d.value()
		if raw == nil {
			break
		}
		if len(list) == limit {
			dropped++
			d.value()
			continue
		}
		m := member{name: unquote(raw)}
		if seen.has(m.name, list) {
			facts.add(inventory.FactDuplicateMember, m.name, "stands more than once; the last one counts here")
		}
		if take == nil || !take(m.name) {
			m.raw = d.shallow(m.name, facts)
		}
		list = append(list, m)
	}
	if dropped > 0 {
		facts.add(inventory.FactTooMany, "", fmt.Sprintf("%d members, %d were read", limit+dropped, limit))
	}
	return list
}

// shallow reads a member's value, unless it is nested too deep.
func (d *document) shallow(name string, facts *facts) jsontext.Value {
	raw := d.value()
	if n := depth(raw); n > maxDepth {
		facts.add(inventory.FactTooDeep, name, fmt.Sprintf("nested %d deep, at most %d is read", n, maxDepth))
		return nil
	}
	return raw
}

// names finds duplicates: by comparing while there are few, by a map beyond.
type names map[string]struct{}

// has reports whether a name is one of the list's, all of which were asked for before.
func (n *names) has(name string, list []member) bool {
	if len(list) < 32 {
		return slices.ContainsFunc(list, func(m member) bool { return m.name == name })
	}
	if *n == nil {
		*n = make(names, 2*len(list))
		for _, m := range list {
			(*n)[m.name] = struct{}{}
		}
	}
	_, found := (*n)[name]
	(*n)[name] = struct{}{}
	return found
}

// find gives the member that counts: the last of that name, else the last whose
// name would be right in another case.
func find(members []member, name string) (m member, found bool) {
	for i := len(members) - 1; i >= 0; i-- {
		if members[i].name == name {
			return members[i], true
		}
		if !found && len(members[i].name) == len(name) && strings.EqualFold(members[i].name, name) {
			m, found = members[i], true
		}
	}
	return m, found
}

// namesOf lists the members' names in document order.
func namesOf(members []member) []string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.name
	}
	return list
}
