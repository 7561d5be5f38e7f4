package clients

import (
	"encoding/base64"
	"math/big"
	"slices"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// oddKey is a key for which some libraries refuse the whole set. Those of a kind
// that is not known name an algorithm, as real ones do.
type oddKey struct {
	spoiler inventory.Spoiler
	name    string
	keys    []jwk
}

func oddKeys(t *testing.T) []oddKey {
	t.Helper()
	ec, rsa := newSigner(t, "ES256", 0).public.with("kid", "odd"), newSigner(t, "RS256", 2048).public.with("kid", "odd")
	okp := newSigner(t, "EdDSA", 0).public.with("kid", "odd")
	x, n := ec.text("x"), decode(t, rsa["n"])
	huge := new(big.Int).SetBit(big.NewInt(1), 8191, 1).Bytes()
	return []oddKey{
		{inventory.SpoilerKeyType, "kty LMS", []jwk{{"kty": "LMS", "kid": "odd", "x": x}}},
		{inventory.SpoilerKeyType, "kty AKP", []jwk{{"kty": "AKP", "alg": "ML-DSA-44", "kid": "odd", "pub": encode(make([]byte, 1312))}}},
		{inventory.SpoilerCurve, "crv secp256k1", []jwk{basePoint()}},
		{inventory.SpoilerCurve, "crv X25519", []jwk{okp.with("crv", "X25519").with("use", "enc").with("alg", "ECDH-ES")}},
		{inventory.SpoilerCurve, "crv Ed448", []jwk{okp.with("crv", "Ed448").with("x", encode(make([]byte, 57)))}},
		{inventory.SpoilerAlgorithm, "alg XX999", []jwk{rsa.with("alg", "XX999")}},
		{inventory.SpoilerAlgorithm, "alg RSA-OAEP-256", []jwk{rsa.with("alg", "RSA-OAEP-256").with("use", "enc")}},
		{inventory.SpoilerUse, "use tls", []jwk{rsa.with("use", "tls")}},
		{inventory.SpoilerMember, "no e", []jwk{rsa.with("e", nil)}},
		{inventory.SpoilerMember, "no kty", []jwk{rsa.with("kty", nil)}},
		{inventory.SpoilerMember, "alg 5", []jwk{rsa.with("alg", 5)}},
		{inventory.SpoilerEncoding, "x padded", []jwk{ec.with("x", x+"=")}},
		{inventory.SpoilerEncoding, "n in base64", []jwk{rsa.with("n", base64.StdEncoding.EncodeToString(n))}},
		{inventory.SpoilerLength, "x short", []jwk{ec.with("x", encode(decode(t, x)[1:]))}},
		{inventory.SpoilerLength, "RSA 8192", []jwk{rsa.with("n", encode(huge))}},
		{inventory.SpoilerLength, "RSA 1024", []jwk{newSigner(t, "RS256", 1024).public.with("kid", "odd")}},
		{inventory.SpoilerX5C, "x5c unreadable", []jwk{rsa.with("x5c", []string{"AAAA"})}},
		{inventory.SpoilerKid, "no kid", []jwk{rsa.with("kid", nil)}},
		{inventory.SpoilerDuplicate, "two of one kid", []jwk{rsa, rsa}},
	}
}

// basePoint is a key on secp256k1: the base point of the curve.
func basePoint() jwk {
	return jwk{
		"kty": "EC", "crv": "secp256k1", "alg": "ES256K", "use": "sig", "kid": "odd",
		"x": "eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g", "y": "SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg",
	}
}

// spoilers are the properties of odd keys, each once.
func spoilers(odd []oddKey) []inventory.Spoiler {
	var all []inventory.Spoiler
	for _, o := range odd {
		if !slices.Contains(all, o.spoiler) {
			all = append(all, o.spoiler)
		}
	}
	return all
}
