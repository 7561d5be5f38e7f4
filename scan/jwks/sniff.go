package jwks

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Kind is what a document appears to be.
type Kind uint8

// The kinds.
const (
	KindNone     Kind = iota // none of the others, or no JSON
	KindKeySet               // has `keys` or `kty`, or is an array of keys or a map of certificates
	KindMetadata             // has `jwks_uri`
	KindIssuer               // has `issuer`, but no `jwks_uri`
	KindResource             // metadata of a protected resource (RFC 9728)
)

// Sniff says what a document is by its top-level member names, so that a caller
// knows whether to Decode it or to DecodeDiscovery it.
func Sniff(body []byte) Kind {
	if isJWT(body) {
		return sniffSigned(body)
	}
	d := open(body)
	var ignored facts
	switch d.dec.PeekKind() {
	case jsontext.KindBeginArray:
		d.begin()
		if d.dec.PeekKind() != jsontext.KindBeginObject {
			return KindNone
		}
		if _, found := find(d.members(maxMembers, &ignored, nil), "kty"); found {
			return KindKeySet
		}
		return KindNone
	case jsontext.KindBeginObject:
		return sniffObject(d.members(maxNames, &ignored, nil))
	}
	return KindNone
}

// sniffSigned recognises a JWT whose payload is a key set.
func sniffSigned(body []byte) Kind {
	_, payload, ok := signedParts(body)
	if ok && Sniff(payload) == KindKeySet {
		return KindKeySet
	}
	return KindNone
}

func sniffObject(members []member) Kind {
	has := func(name string) bool {
		_, found := find(members, name)
		return found
	}
	switch {
	case has("keys"), has("kty"):
		return KindKeySet
	case describesResource(members):
		return KindResource
	case has("jwks_uri"):
		return KindMetadata
	case has("issuer"):
		return KindIssuer
	case slices.ContainsFunc(members, holdsPEM):
		return KindKeySet
	}
	return KindNone
}

// scalar says what a document is that is neither a JSON object nor an array.
func (d *document) scalar(want string) *inventory.Problem {
	raw := d.value()
	if d.broken != "" || d.rest() > 0 { // "404 page not found" begins with a JSON number
		return problem(inventory.ProblemNotJSON, describeText(d.body), want)
	}
	found := typeName(raw)
	if raw.Kind() != jsontext.KindNull {
		found = strings.Replace(found, "a ", "a JSON ", 1)
	} else {
		found = "a JSON null"
	}
	return problem(inventory.ProblemShape, found, want)
}

// describeText names what a body that is no JSON seems to be.
func describeText(body []byte) string {
	head := body[:min(len(body), 1024)]
	text := bytes.ToLower(bytes.TrimSpace(head))
	switch {
	case len(body) == 0:
		return "an empty body"
	case len(text) == 0 && len(bytes.TrimSpace(body)) == 0:
		return "nothing but white space"
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return "gzip data"
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "UTF-16 text"
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.Contains(text, []byte("<html")):
		return "an HTML page"
	case bytes.HasPrefix(text, []byte("<")):
		return "an XML document"
	case bytes.HasPrefix(text, []byte("-----begin ")):
		return "PEM text"
	case isJWT(body):
		return "a JWT, which may be a signed key set"
	case bytes.IndexByte(head, 0) >= 0:
		return "binary data"
	}
	return "text that is not JSON"
}

// isJWT recognises a compact serialization: a header object, which begins with {"
// in base64url, and two dots.
func isJWT(body []byte) bool {
	text := bytes.TrimSpace(body)
	return bytes.HasPrefix(text, []byte("eyJ")) && bytes.Count(text, []byte(".")) == 2 &&
		!bytes.ContainsAny(text, " \t\r\n")
}

// describeObject names what an object without keys seems to be.
func describeObject(members []member) string {
	switch sniffObject(members) {
	case KindKeySet:
		return "a key set"
	case KindMetadata, KindIssuer:
		return "provider metadata"
	case KindResource:
		return "metadata of a protected resource"
	}
	if len(members) == 0 {
		return "an empty JSON object"
	}
	var shown []string
	for _, m := range members[:min(len(members), 3)] {
		shown = append(shown, quote(m.name))
	}
	if n := len(members) - len(shown); n > 0 {
		shown = append(shown, fmt.Sprintf("%d more", n))
	}
	return "a JSON object of " + strings.Join(shown, ", ")
}
