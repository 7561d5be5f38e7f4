package jwks

import (
	"fmt"
	"math/big"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// public reads what names the key type and the public half by it.
func (b *builder) public() {
	key := &b.key
	key.Kty, key.Crv, key.Alg = b.text("kty"), b.text("crv"), b.text("alg")
	kty := foldTo(key.Kty, "RSA", "EC", "OKP", "oct", "AKP")
	if kty != "" && kty != key.Kty {
		b.facts.add(inventory.FactCase, "kty", quote(key.Kty)+", want "+quote(kty))
	}
	switch kty {
	case "RSA":
		b.rsa()
	case "EC":
		b.ec()
	case "OKP":
		b.okp()
	case "AKP":
		b.akp()
	case "oct":
		b.oct()
	default:
		b.unknownType()
	}
}

func (b *builder) unknownType() {
	if b.key.Kty != "" {
		b.fail("kty is %s, want RSA, EC, OKP, AKP or oct", quote(b.key.Kty))
		return
	}
	b.missing("kty", "RSA, EC, OKP, AKP or oct")
}

// missing records that a required member is absent, empty or unusable.
func (b *builder) missing(name, want string) {
	m, found := find(b.members, name)
	switch {
	case !found:
		b.facts.add(inventory.FactMissing, name, "absent, want "+want)
		b.fail("%s is absent, want %s", name, want)
	case m.raw.Kind() == jsontext.KindString:
		b.facts.add(inventory.FactMissing, name, "empty, want "+want)
		b.fail("%s is empty, want %s", name, want)
	default:
		b.fail("%s is %s, want %s", name, typeName(m.raw), want)
	}
}

// octets reads a base64url member that must be there; nil where it cannot be read.
func (b *builder) octets(name string) []byte {
	raw, found := b.find(name)
	if found && raw.Kind() != jsontext.KindString {
		b.wrongType(name, raw, "a string")
		found = false
	}
	if !found || len(raw) == len(`""`) {
		b.missing(name, "base64url")
		return nil
	}
	octets, loose, ok := decode64(unquoted(raw))
	if !ok {
		b.facts.add(inventory.FactAlphabet, name, "has characters that are not in base64url")
		b.fail("%s is not base64url", name)
		return nil
	}
	loose.record(&b.facts, name)
	if len(octets) == 0 {
		b.fail("%s holds no octets", name)
		return nil
	}
	return octets
}

// integer reads a Base64urlUInt (RFC 7518 section 2), whose zero is one zero octet.
func (b *builder) integer(name string) *big.Int {
	octets := b.octets(name)
	if octets == nil {
		return nil
	}
	zeros := 0
	for zeros < len(octets)-1 && octets[zeros] == 0 {
		zeros++
	}
	if zeros > 0 {
		b.facts.add(inventory.FactLeadingZero, name, fmt.Sprintf("%d leading zero octets, want none", zeros))
	}
	return new(big.Int).SetBytes(octets)
}

// fixed records that a value is not of the length that its curve or algorithm fixes.
func (b *builder) fixed(name string, octets []byte, of string, want int) {
	if octets != nil && len(octets) != want {
		b.facts.add(inventory.FactLength, name, fmt.Sprintf("%d octets, %s has %d", len(octets), of, want))
	}
}

// rsa reads RFC 7518 section 6.3.1.
func (b *builder) rsa() {
	n, e := b.integer("n"), b.integer("e")
	if n != nil && e != nil {
		b.key.RSA = &inventory.RSAKey{N: n, E: e}
	}
}

// ec reads RFC 7518 section 6.2.1; RFC 8812 section 3.1 adds secp256k1. P-192 and P-224 have
// no registration but are met.
func (b *builder) ec() {
	curve := b.curve("P-256", "P-384", "P-521", "secp256k1", "P-192", "P-224")
	x, y := b.octets("x"), b.octets("y")
	if curve == "" {
		return
	}
	size := (curveBits(curve) + 7) / 8
	b.fixed("x", x, curve, size)
	b.fixed("y", y, curve, size)
	if x != nil && y != nil {
		b.key.EC = &inventory.ECKey{Curve: curve, X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y)}
	}
}

// okp reads RFC 8037 section 2.
func (b *builder) okp() {
	curve := b.curve("Ed25519", "Ed448", "X25519", "X448")
	x := b.octets("x")
	if curve == "" {
		return
	}
	b.fixed("x", x, curve, okpOctets(curve))
	if x != nil {
		b.key.OKP = &inventory.OKPKey{Curve: curve, X: x}
	}
}

// akp reads RFC 9964 section 3, in which `alg` is required since nothing else names the
// algorithm. One that is not known is kept: its octets can still be compared.
func (b *builder) akp() {
	if b.key.Alg == "" {
		b.missing("alg", "an algorithm such as ML-DSA-65")
	}
	pub := b.octets("pub")
	if size := mldsaOctets(b.key.Alg); size > 0 {
		b.fixed("pub", pub, b.key.Alg, size)
	}
	if pub != nil && b.key.Alg != "" {
		b.key.AKP = &inventory.AKPKey{Alg: b.key.Alg, Pub: pub}
	}
}

// oct keeps facts about a symmetric key (RFC 7518 section 6.4), and nothing of it.
func (b *builder) oct() {
	if secret := b.octets("k"); secret != nil {
		b.key.Oct = &inventory.OctKey{Octets: len(secret), Guessable: guessable(secret)}
		clear(secret)
	}
}

// curve reads `crv` as one of the curves of a key type; "" where it is none.
func (b *builder) curve(curves ...string) string {
	crv := b.key.Crv
	if crv == "" {
		b.missing("crv", "a curve")
		return ""
	}
	curve := foldTo(crv, curves...)
	switch curve {
	case "":
		b.fail("crv is %s, want a registered curve of %s", quote(crv), b.key.Kty)
	case crv:
	default:
		b.facts.add(inventory.FactCase, "crv", quote(crv)+", want "+quote(curve))
	}
	return curve
}
