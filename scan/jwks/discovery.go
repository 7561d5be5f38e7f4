package jwks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const wantMetadata = "provider metadata (an object with `issuer` and `jwks_uri`)"

// DecodeDiscovery reads provider metadata. A problem, and no metadata, is returned
// only where the body is no object or has neither an issuer, a jwks_uri nor any
// endpoint. The problem's Target is left to the caller.
func DecodeDiscovery(body []byte) (*inventory.Discovery, *inventory.Problem) {
	d := open(body)
	switch d.dec.PeekKind() {
	case jsontext.KindBeginObject:
	case jsontext.KindBeginArray:
		return nil, problem(inventory.ProblemShape, "a JSON array", wantMetadata)
	default:
		return nil, d.scalar(wantMetadata)
	}
	m := metadata{members: d.members(maxNames, &d.facts, nil), facts: &d.facts}
	d.close()
	if !m.recognised() {
		if d.broken != "" {
			return nil, problem(inventory.ProblemNotJSON, d.broken, wantMetadata)
		}
		return nil, problem(inventory.ProblemShape, describeObject(m.members), wantMetadata)
	}
	found := m.read()
	found.Facts = d.facts
	return found, nil
}

// metadata reads the members of a discovery document.
type metadata struct {
	members []member
	facts   *facts
}

// recognised reports whether the object says anything that metadata would say.
func (m metadata) recognised() bool {
	for _, member := range m.members {
		if strings.EqualFold(member.name, "issuer") || strings.EqualFold(member.name, "jwks_uri") || isEndpoint(member.name) {
			return true
		}
	}
	return describesResource(m.members)
}

// describesResource recognises the metadata of a protected resource: `resource`, and
// a member that only such metadata has (RFC 9728 section 2).
func describesResource(members []member) bool {
	_, found := find(members, "resource")
	_, provider := find(members, "issuer")
	return found && !provider && slices.ContainsFunc(members, func(m member) bool {
		return slices.Contains([]string{
			"authorization_servers", "bearer_methods_supported", "resource_signing_alg_values_supported",
			"resource_name", "resource_documentation", "resource_policy_uri", "resource_tos_uri",
		}, m.name)
	})
}

func (m metadata) read() *inventory.Discovery {
	_, inline := find(m.members, "jwks")
	found := &inventory.Discovery{
		Members:       namesOf(m.members),
		Issuer:        hidePassword(m.text("issuer")),
		JWKSURI:       hidePassword(m.text("jwks_uri")),
		SigningAlgs:   m.list("id_token_signing_alg_values_supported"),
		ResponseTypes: m.list("response_types_supported"),
		InlineKeys:    inline,
		SignedJWKSURI: hidePassword(m.text("signed_jwks_uri")),
	}
	if describesResource(m.members) {
		found.Resource = hidePassword(m.text("resource"))
		for _, server := range m.list("authorization_servers") {
			found.AuthorizationServers = append(found.AuthorizationServers, hidePassword(server))
		}
	}
	found.Endpoints = m.endpoints()
	found.Algorithms = m.algorithms()
	return found
}

// algorithms reads every list of algorithms; of a duplicate the last one counts.
func (m metadata) algorithms() []inventory.NamedList {
	var lists []inventory.NamedList
	for _, member := range m.members {
		isList := strings.HasSuffix(member.name, "_alg_values_supported") || strings.HasSuffix(member.name, "_enc_values_supported")
		known := slices.ContainsFunc(lists, func(l inventory.NamedList) bool { return l.Name == member.name })
		if !isList || known || len(lists) == maxLists {
			continue
		}
		lists = append(lists, inventory.NamedList{Name: member.name, Values: m.list(member.name)})
	}
	return lists
}

// endpoints lists the URLs of the *_endpoint members; of a duplicate the last one counts.
func (m metadata) endpoints() []inventory.NamedURL {
	var list []inventory.NamedURL
	at := map[string]int{}
	for _, member := range m.members {
		switch i, seen := at[member.name]; {
		case !isEndpoint(member.name), member.raw == nil:
		case member.raw.Kind() != jsontext.KindString:
			m.facts.add(inventory.FactWrongType, member.name, typeName(member.raw)+", want a string")
		case seen:
			list[i].URL = hidePassword(unquote(member.raw))
		case len(list) == maxList:
			m.facts.add(inventory.FactTooMany, "", fmt.Sprintf("more than %d endpoints", maxList))
		default:
			at[member.name] = len(list)
			list = append(list, inventory.NamedURL{Name: member.name, URL: hidePassword(unquote(member.raw))})
		}
	}
	return list
}

func isEndpoint(name string) bool { return strings.HasSuffix(name, "_endpoint") }

// find gives a member's value, where it was read, and records a name in the wrong case.
func (m metadata) find(name string) (jsontext.Value, bool) {
	found, ok := find(m.members, name)
	if ok && found.name != name {
		m.facts.add(inventory.FactCase, found.name, "want `"+name+"`: names are case-sensitive")
	}
	return found.raw, found.raw != nil
}

func (m metadata) text(name string) string {
	raw, found := m.find(name)
	switch {
	case !found:
		return ""
	case raw.Kind() != jsontext.KindString:
		m.facts.add(inventory.FactWrongType, name, typeName(raw)+", want a string")
		return ""
	}
	return unquote(raw)
}

func (m metadata) list(name string) []string {
	raw, found := m.find(name)
	if !found {
		return nil
	}
	return stringList(m.facts, name, raw, maxList)
}
