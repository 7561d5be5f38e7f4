package jwks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const brokenKey = "the JSON breaks off inside this key"

// builder makes one inventory.Key out of a JWK's members.
type builder struct {
	members []member
	key     inventory.Key
	facts   facts
}

// key reads one element of a key set, whatever it is.
func (d *document) key(index int) inventory.Key {
	if d.dec.PeekKind() != jsontext.KindBeginObject {
		raw := d.value()
		detail := typeName(raw) + ", want an object"
		key := inventory.Key{Index: index, Problem: "the key is " + detail, Rejected: d.rejection(raw)}
		key.Facts = []inventory.Fact{{Kind: inventory.FactWrongType, Detail: detail}}
		return key
	}
	b := &builder{}
	b.members = d.members(maxMembers, &b.facts, nil)
	b.key.Index = index
	return b.build(d)
}

// build reads the members in the order in which a reader of the facts would.
func (b *builder) build(d *document) inventory.Key {
	key := &b.key
	key.Members = namesOf(b.members)
	b.public()
	b.describe()
	complete(key)
	b.private(&d.proofs)
	key.Leaks = leaks(b.members)
	b.certificates()
	if d.broken != "" {
		// Half a key is no key: a member after the break could change all.
		key.RSA, key.EC, key.OKP, key.AKP, key.Oct = nil, nil, nil, nil, nil
		key.Bits, key.Thumbprint = 0, ""
		key.Problem, key.Rejected = brokenKey, brokenKey
		b.facts = slices.DeleteFunc(b.facts, func(f inventory.Fact) bool { return f.Kind == inventory.FactMissing })
	} else {
		key.Rejected = d.rejection(b.publicJWK())
	}
	key.Facts = b.facts
	return *key
}

// describe reads the members that are no key material (RFC 7517 section 4, and
// the times of OpenID Federation 1.0 section 8.7.2).
func (b *builder) describe() {
	key := &b.key
	key.Kid = b.text("kid")
	key.Use = b.text("use")
	if right := foldTo(key.Use, "sig", "enc"); right != "" && right != key.Use {
		b.facts.add(inventory.FactCase, "use", quote(key.Use)+", want "+quote(right))
	}
	key.KeyOps = b.list("key_ops", maxList)
	key.X5T = b.text("x5t")
	key.X5TS256 = b.text("x5t#S256")
	key.X5U = hidePassword(b.text("x5u"))
	key.Expires = b.date("exp")
	key.NotBefore = b.date("nbf")
	key.IssuedAt = b.date("iat")
	if raw, found := b.find("revoked"); found {
		kind := raw.Kind()
		key.Revoked = kind != jsontext.KindFalse && kind != jsontext.KindNull
		if kind != jsontext.KindBeginObject {
			b.wrongType("revoked", raw, "an object")
			return
		}
		var ignored facts
		inner := builder{members: open(raw).members(maxMembers, &ignored, nil)}
		key.RevokedAt = inner.date("revoked_at")
		b.facts = append(b.facts, inner.facts...)
	}
}

// find gives the raw value of a member, where it was read, and records that its
// name is in the wrong case.
func (b *builder) find(name string) (jsontext.Value, bool) {
	m, found := find(b.members, name)
	if found && m.name != name {
		b.facts.add(inventory.FactCase, m.name, "want `"+name+"`: names are case-sensitive")
	}
	return m.raw, m.raw != nil
}

// text reads a string member; "" where it is absent or no string.
func (b *builder) text(name string) string {
	raw, found := b.find(name)
	switch {
	case !found:
		return ""
	case raw.Kind() != jsontext.KindString:
		b.wrongType(name, raw, "a string")
		return ""
	}
	return unquote(raw)
}

// list reads an array of strings; a lone string counts as a list of one. It is
// nil where the member is absent or neither.
func (b *builder) list(name string, limit int) []string {
	raw, found := b.find(name)
	if !found {
		return nil
	}
	return stringList(&b.facts, name, raw, limit)
}

// stringList gives the strings of an array and records what else it holds.
func stringList(facts *facts, name string, raw jsontext.Value, limit int) []string {
	switch raw.Kind() {
	case jsontext.KindString:
		facts.add(inventory.FactWrongType, name, "a string, want an array of strings")
		return []string{unquote(raw)}
	case jsontext.KindBeginArray:
	default:
		facts.add(inventory.FactWrongType, name, typeName(raw)+", want an array of strings")
		return nil
	}
	list := []string{}
	inner := open(raw)
	inner.begin()
	for i := 0; inner.more(jsontext.KindEndArray); i++ {
		element := inner.value()
		switch {
		case i == limit:
			facts.add(inventory.FactTooMany, name, fmt.Sprintf("more than %d elements", limit))
		case i > limit:
		case element.Kind() != jsontext.KindString:
			facts.add(inventory.FactWrongType, name, fmt.Sprintf("element %d is %s, want a string", i, typeName(element)))
		default:
			list = append(list, unquote(element))
		}
	}
	return list
}

// wrongType records the JSON type of a member; a short number is shown unless it
// stands for private material.
func (b *builder) wrongType(name string, raw jsontext.Value, want string) {
	found := typeName(raw)
	if raw.Kind() == jsontext.KindNumber && len(raw) <= maxQuote && !isPrivate(name) {
		found += " (" + string(raw) + ")"
	}
	b.facts.add(inventory.FactWrongType, name, found+", want "+want)
}

// fail notes why the public half cannot be read; the first reason stays.
func (b *builder) fail(format string, args ...any) {
	if b.key.Problem == "" {
		b.key.Problem = fmt.Sprintf(format, args...)
	}
}

// foldTo gives the one of the names that text equals but for its case, "" for none.
func foldTo(text string, names ...string) string {
	for _, name := range names {
		if strings.EqualFold(text, name) {
			return name
		}
	}
	return ""
}
