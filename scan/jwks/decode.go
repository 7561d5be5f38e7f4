package jwks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const wantKeySet = "a JSON Web Key Set (an object with `keys`)"

// Decode reads a published key set. A problem, and no set, is returned only
// where nothing of the body can be read as keys; it then says what was found.
// The problem's Target is left to the caller.
func Decode(body []byte) (*inventory.KeySet, *inventory.Problem) {
	return decode(body, judgeByGoJose)
}

func decode(body []byte, judge func(jwk []byte) error) (*inventory.KeySet, *inventory.Problem) {
	d := open(body)
	d.judge = judge
	set := &inventory.KeySet{}
	var unfit string
	if isJWT(body) {
		return decodeSigned(body, judge)
	}
	switch d.dec.PeekKind() {
	case jsontext.KindBeginObject:
		unfit = d.object(set)
	case jsontext.KindBeginArray:
		unfit = d.array(set)
	default:
		return nil, d.scalar(wantKeySet)
	}
	d.close()
	if d.broken != "" && len(set.Keys) == 0 {
		return nil, problem(inventory.ProblemNotJSON, d.broken+", before any key", wantKeySet)
	}
	if unfit != "" {
		return nil, problem(inventory.ProblemShape, unfit, wantKeySet)
	}
	set.Facts = d.facts
	return set, nil
}

// object reads a set, a bare key or a certificate map; otherwise it says what it saw.
func (d *document) object(set *inventory.KeySet) (unfit string) {
	var keys setMember
	var own facts // of the members: the document's, or the key's if it is one
	members := d.members(maxNames, &own, func(name string) bool {
		return strings.EqualFold(name, "keys") && keys.read(d, name, set)
	})
	set.Names = namesOf(members)
	if _, found := find(members, "kty"); found && !keys.found {
		b := &builder{members: members, facts: own}
		set.Form = inventory.FormBareKey
		set.Keys = []inventory.Key{b.build(d)}
		return ""
	}
	set.Bundle = trustBundle(members, &own)
	d.facts = append(d.facts, own...)
	if keys.found {
		set.Leaks = leaks(members)
	}
	switch {
	case keys.found && keys.unfit != "":
		return "an object whose `keys` is " + keys.unfit
	case keys.found:
	case slices.ContainsFunc(members, holdsPEM):
		set.Form = inventory.FormCertificateMap
		d.certificateMap(set, members)
	default:
		return describeObject(members)
	}
	return ""
}

// setMember reads the `keys` member that counts: the last one of exactly that name.
type setMember struct {
	found, exact bool
	unfit        string
}

func (s *setMember) read(d *document, name string, set *inventory.KeySet) bool {
	exact := name == "keys"
	if !exact {
		d.facts.add(inventory.FactCase, name, "want `keys`: names are case-sensitive")
		if s.exact {
			return false
		}
	}
	*s = setMember{found: true, exact: exact}
	set.Keys = nil
	switch d.dec.PeekKind() {
	case jsontext.KindBeginArray:
		d.elements(set)
	case jsontext.KindBeginObject:
		d.facts.add(inventory.FactWrongType, name, "an object, want an array of keys")
		set.Keys = []inventory.Key{d.key(0)}
	case jsontext.KindNull: // many readers take it for an empty set
		d.facts.add(inventory.FactWrongType, name, "null, want an array of keys")
		d.value()
	default:
		s.unfit = typeName(d.value())
	}
	return true
}

// array reads keys that stand in an array without a set around them.
func (d *document) array(set *inventory.KeySet) (unfit string) {
	set.Form = inventory.FormArray
	d.elements(set)
	if !slices.ContainsFunc(set.Keys, func(k inventory.Key) bool { return k.Has("kty") }) {
		set.Keys = nil
		return "a JSON array without keys"
	}
	return ""
}

// elements reads an array of keys.
func (d *document) elements(set *inventory.KeySet) {
	d.begin()
	dropped := 0
	for d.more(jsontext.KindEndArray) {
		if len(set.Keys) == maxKeys {
			d.value()
			dropped++
			continue
		}
		key := d.key(len(set.Keys))
		if d.broken != "" && len(key.Members) == 0 {
			break // nothing of this one was read
		}
		set.Keys = append(set.Keys, key)
	}
	if dropped > 0 {
		d.facts.add(inventory.FactTooMany, "keys", fmt.Sprintf("%d keys, %d were read", maxKeys+dropped, maxKeys))
	}
}

// certificateMap reads an object of kid to PEM text.
func (d *document) certificateMap(set *inventory.KeySet, members []member) {
	for _, m := range members {
		if !holdsPEM(m) {
			d.facts.add(inventory.FactWrongType, m.name, typeName(m.raw)+" without PEM, want a certificate or public key")
			continue
		}
		keys, bad := DecodePEM(m.name, unquoted(m.raw))
		if bad != nil {
			keys = []inventory.Key{{Kid: m.name, Problem: bad.Detail}}
		}
		for _, key := range keys {
			if len(set.Keys) == maxKeys {
				d.facts.add(inventory.FactTooMany, "", fmt.Sprintf("more than %d keys", maxKeys))
				return
			}
			key.Index = len(set.Keys)
			set.Keys = append(set.Keys, key)
		}
	}
}

func problem(kind inventory.ProblemKind, found, want string) *inventory.Problem {
	return &inventory.Problem{Kind: kind, Detail: "found " + found + ", want " + want}
}
