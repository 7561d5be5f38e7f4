package jwks

import (
	"bytes"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// signedParts splits a compact JWS (RFC 7515 section 7.1) into the JSON of its header
// and of its payload; false where it is none, or one around another.
func signedParts(body []byte) (header, payload []byte, ok bool) {
	parts := bytes.Split(bytes.TrimSpace(body), []byte("."))
	if len(parts) != 3 {
		return nil, nil, false
	}
	header, _, ok = decode64(parts[0])
	if !ok {
		return nil, nil, false
	}
	payload, _, ok = decode64(parts[1])
	return header, payload, ok && !isJWT(payload)
}

// decodeSigned reads a key set that is the payload of a JWT (OpenID Federation 1.0
// section 5.2.1). The signature is not looked at: who the set is from is unknown.
func decodeSigned(body []byte, judge func(jwk []byte) error) (*inventory.KeySet, *inventory.Problem) {
	header, payload, ok := signedParts(body)
	if !ok || Sniff(payload) != KindKeySet {
		return nil, problem(inventory.ProblemShape, "a JWT without keys", wantKeySet)
	}
	defer clear(payload) // it may hold secrets
	set, bad := decode(payload, judge)
	if bad != nil || set.Form != inventory.FormSet {
		return nil, problem(inventory.ProblemShape, "a JWT whose payload is no key set", wantKeySet)
	}
	claims, parameters := membersOf(payload), membersOf(header)
	set.Form = inventory.FormSigned
	set.Signed = &inventory.SignedSet{
		Type: parameters.text("typ"), Algorithm: parameters.text("alg"), Kid: parameters.text("kid"),
		Issuer: claims.text("iss"), Subject: claims.text("sub"),
		IssuedAt: claims.date("iat"), Expires: claims.date("exp"),
	}
	return set, nil
}

// membersOf reads the members of an object on their own, but for `keys`.
func membersOf(text []byte) *builder {
	b := &builder{}
	d := open(text)
	b.members = d.members(maxNames, &b.facts, func(name string) bool {
		if name == "keys" {
			d.value()
		}
		return name == "keys"
	})
	return b
}
