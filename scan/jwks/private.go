package jwks

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// privateNames lists the members that hold private or symmetric key material:
// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, and `priv` of RFC 9964 section 3.
func privateNames() [9]string {
	return [...]string{"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"}
}

// isPrivate reports whether a member holds private material, in whatever case its name is.
func isPrivate(name string) bool {
	for _, private := range privateNames() {
		if strings.EqualFold(name, private) {
			return true
		}
	}
	return false
}

// secrets are the decoded values of the private members while they are needed.
type secrets map[string][]byte

// private records facts about the private members of any key type. Their values
// leave memory with it, save for what math/big and the garbage collector keep back.
func (b *builder) private(proofs *int) {
	held := secrets{}
	defer held.wipe()
	for _, name := range privateNames() {
		m, found := find(b.members, name)
		if !found {
			continue
		}
		if m.name != name {
			b.facts.add(inventory.FactCase, m.name, "want `"+name+"`: names are case-sensitive")
		}
		b.key.Private = append(b.key.Private, b.secret(name, m.raw, held))
	}
	provable := b.key.RSA != nil || b.key.EC != nil || b.key.OKP != nil
	if len(held) == 0 || !provable || *proofs == 0 {
		return
	}
	*proofs--
	for i := range b.key.Private {
		name := b.key.Private[i].Name
		b.key.Private[i].Matches = held[name] != nil && held.match(name, &b.key)
	}
}

func (s secrets) wipe() {
	for _, value := range s {
		clear(value)
	}
}

// secret measures one private member and keeps its value in held for a proof.
func (b *builder) secret(name string, raw jsontext.Value, held secrets) inventory.PrivateMember {
	fact := inventory.PrivateMember{Name: name}
	kind := raw.Kind()
	switch {
	case raw == nil: // the text breaks off here
	case name == "oth" && kind != jsontext.KindBeginArray: // RFC 7518 section 6.3.2.7
		b.wrongType(name, raw, "an array of objects")
	case name != "oth" && kind != jsontext.KindString:
		b.wrongType(name, raw, "a string")
	}
	switch kind {
	case jsontext.KindNull, jsontext.KindTrue, jsontext.KindFalse: // no room for a secret
		fact.Empty = true
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		fact.Empty = len(bytes.Trim(raw, "[]{} \t\r\n")) == 0
	case jsontext.KindString:
		text := unquoted(raw)
		octets, _, ok := decode64(text)
		fact.Empty = len(text) == 0
		if ok && len(octets) > 0 {
			fact.Octets = len(octets)
			held[name] = octets
		}
		clear(text)
	}
	return fact
}

// match proves that one private value belongs to the public half. What is not
// proved may still belong to it: for Ed448, X448, secp256k1 and ML-DSA the
// standard library has no means.
func (s secrets) match(name string, key *inventory.Key) bool {
	switch {
	case key.RSA != nil:
		return s.matchRSA(name, key.RSA)
	case name != "d":
		return false
	case key.EC != nil:
		return matchEC(s["d"], key.EC)
	case key.OKP != nil && key.OKP.Curve == "Ed25519" && len(s["d"]) == ed25519.SeedSize:
		public, _ := ed25519.NewKeyFromSeed(s["d"]).Public().(ed25519.PublicKey)
		return bytes.Equal(public, key.OKP.X)
	case key.OKP != nil && key.OKP.Curve == "X25519":
		secret, err := ecdh.X25519().NewPrivateKey(s["d"])
		return err == nil && bytes.Equal(secret.PublicKey().Bytes(), key.OKP.X)
	}
	return false
}

// matchEC reports whether d*G = Q, for the curves of the standard library.
func matchEC(d []byte, key *inventory.ECKey) bool {
	curve := nistCurve(key.Curve)
	size := (curveBits(key.Curve) + 7) / 8
	d = bytes.TrimLeft(d, "\x00")
	if curve == nil || len(d) > size || max(key.X.BitLen(), key.Y.BitLen()) > 8*size {
		return false
	}
	padded := make([]byte, size)
	defer clear(padded)
	copy(padded[size-len(d):], d)
	secret, err := ecdsa.ParseRawPrivateKey(curve, padded)
	if err != nil {
		return false
	}
	point, err := secret.PublicKey.Bytes()
	want := append([]byte{4}, key.X.FillBytes(make([]byte, size))...)
	want = append(want, key.Y.FillBytes(make([]byte, size))...)
	return err == nil && bytes.Equal(point, want)
}
