package jwks

import (
	"bytes"
	"encoding/asn1"
	"fmt"
	"math/big"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// spki is SubjectPublicKeyInfo (RFC 5280 section 4.1).
type spki struct {
	Algorithm struct {
		ID         asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	Key asn1.BitString
}

// publicKeyInfo reads a SubjectPublicKeyInfo into the same form as a JWK. ok is
// false where the octets are none at all; a key of an unknown algorithm is one
// with a Problem.
func publicKeyInfo(der []byte) (key inventory.Key, ok bool) {
	var info spki
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		key.Problem = "not a SubjectPublicKeyInfo"
		return key, false
	}
	octets := bytes.Clone(info.Key.RightAlign()) // not the certificate around it
	switch name := algorithmName(info.Algorithm.ID); name {
	case "RSA":
		key.Kty = "RSA"
		pkcs1(&key, octets)
	case "EC":
		key.Kty = "EC"
		point(&key, info.Algorithm.Parameters.FullBytes, octets)
	case "Ed25519", "Ed448", "X25519", "X448":
		key.Kty, key.Crv = "OKP", name
		if fits(&key, name, octets, okpOctets(name)) {
			key.OKP = &inventory.OKPKey{Curve: name, X: octets}
		}
	case "ML-DSA-44", "ML-DSA-65", "ML-DSA-87":
		key.Kty, key.Alg = "AKP", name
		if fits(&key, name, octets, mldsaOctets(name)) {
			key.AKP = &inventory.AKPKey{Alg: name, Pub: octets}
		}
	default:
		key.Problem = "public key algorithm " + info.Algorithm.ID.String() + " is not known"
	}
	complete(&key)
	return key, true
}

// fits reports whether a public key is as long as its algorithm makes it.
func fits(key *inventory.Key, name string, octets []byte, want int) bool {
	if len(octets) != want {
		key.Problem = fmt.Sprintf("%d octets, %s has %d", len(octets), name, want)
	}
	return len(octets) == want
}

// pkcs1 reads an RSAPublicKey, as PKCS #1 defines it.
func pkcs1(key *inventory.Key, der []byte) {
	var public struct{ N, E *big.Int }
	rest, err := asn1.Unmarshal(der, &public)
	if err != nil || len(rest) > 0 || public.N.Sign() < 0 || public.E.Sign() < 0 {
		key.Problem = "not an RSAPublicKey"
		return
	}
	key.RSA = &inventory.RSAKey{N: public.N, E: public.E}
}

// point reads an uncompressed point on a named curve (RFC 5480 section 2.1.1.1).
func point(key *inventory.Key, parameters, octets []byte) {
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(parameters, &id); err != nil {
		key.Problem = "an elliptic curve without a name"
		return
	}
	curve := curveName(id)
	if curve == "" {
		key.Problem = "elliptic curve " + id.String() + " is not known"
		return
	}
	key.Crv = curve
	size := (curveBits(curve) + 7) / 8
	if len(octets) != 1+2*size || octets[0] != 4 {
		key.Problem = "not an uncompressed point on " + curve
		return
	}
	key.EC = &inventory.ECKey{
		Curve: curve,
		X:     new(big.Int).SetBytes(octets[1 : 1+size]),
		Y:     new(big.Int).SetBytes(octets[1+size:]),
	}
}

// algorithmName knows the object identifiers of RSA (that of RSASSA-PSS too, RFC
// 4055), EC (RFC 5480 section 2.1.1), the Edwards and Montgomery curves (RFC 8410
// section 3) and ML-DSA.
func algorithmName(id asn1.ObjectIdentifier) string {
	switch id.String() {
	case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
		return "RSA"
	case "1.2.840.10045.2.1":
		return "EC"
	case "1.3.101.110":
		return "X25519"
	case "1.3.101.111":
		return "X448"
	case "1.3.101.112":
		return "Ed25519"
	case "1.3.101.113":
		return "Ed448"
	case "2.16.840.1.101.3.4.3.17":
		return "ML-DSA-44"
	case "2.16.840.1.101.3.4.3.18":
		return "ML-DSA-65"
	case "2.16.840.1.101.3.4.3.19":
		return "ML-DSA-87"
	}
	return ""
}

// curveName knows the object identifiers of RFC 5480 section 2.1.1.1, and secp256k1.
func curveName(id asn1.ObjectIdentifier) string {
	switch id.String() {
	case "1.2.840.10045.3.1.1":
		return "P-192"
	case "1.3.132.0.33":
		return "P-224"
	case "1.2.840.10045.3.1.7":
		return "P-256"
	case "1.3.132.0.34":
		return "P-384"
	case "1.3.132.0.35":
		return "P-521"
	case "1.3.132.0.10":
		return "secp256k1"
	}
	return ""
}
