package rules

import (
	"slices"
	"strings"
	"sync"
)

// family is what a JOSE algorithm is for.
type family uint8

const (
	familyUnknown    family = iota // not in the registry
	familySignature                // asymmetric signature
	familyMAC                      // HMAC: one shared secret signs and verifies
	familyEncryption               // key management or content encryption
	familyNone                     // "none": no protection at all
)

// algorithm is one row of the IANA registry "JSON Web Signature and Encryption
// Algorithms" (RFC 7518 section 7.1) as far as keys of a key set can carry it.
type algorithm struct {
	name   string
	family family
	kty    string   // key type it needs; "" for several
	curves []string // curves it allows; nil where the key type has none
}

// algorithms returns the registered algorithms: RFC 7518, 8037, 8812, 9864 and
// 9964, and those of the Web Cryptography API. HPKE (draft-ietf-jose-hpke-encrypt)
// is listed ahead of its registration, so as not to call it unknown. Names are
// case-sensitive (RFC 7517 section 4.4).
var algorithms = sync.OnceValue(func() []algorithm {
	p := func(curves ...string) []string { return curves }
	list := []algorithm{
		{"none", familyNone, "", nil},
		{"ES256", familySignature, "EC", p("P-256")}, {"ES384", familySignature, "EC", p("P-384")},
		{"ES512", familySignature, "EC", p("P-521")}, {"ES256K", familySignature, "EC", p("secp256k1")},
		{"EdDSA", familySignature, "OKP", p("Ed25519", "Ed448")},
		{"Ed25519", familySignature, "OKP", p("Ed25519")}, {"Ed448", familySignature, "OKP", p("Ed448")},
		{"HPKE-0", familyEncryption, "EC", p("P-256")}, {"HPKE-0-KE", familyEncryption, "EC", p("P-256")},
		{"HPKE-1", familyEncryption, "EC", p("P-384")}, {"HPKE-1-KE", familyEncryption, "EC", p("P-384")},
		{"HPKE-2", familyEncryption, "EC", p("P-521")}, {"HPKE-2-KE", familyEncryption, "EC", p("P-521")},
		{"HPKE-3", familyEncryption, "OKP", p("X25519")}, {"HPKE-3-KE", familyEncryption, "OKP", p("X25519")},
		{"HPKE-4", familyEncryption, "OKP", p("X25519")},
		{"HPKE-5", familyEncryption, "OKP", p("X448")}, {"HPKE-5-KE", familyEncryption, "OKP", p("X448")},
		{"HPKE-6", familyEncryption, "OKP", p("X448")},
		{"HPKE-7", familyEncryption, "EC", p("P-256")}, {"HPKE-7-KE", familyEncryption, "EC", p("P-256")},
	}
	add := func(family family, kty string, curves []string, names ...string) {
		for _, name := range names {
			list = append(list, algorithm{name, family, kty, curves})
		}
	}
	add(familyMAC, "oct", nil, "HS256", "HS384", "HS512", "HS1")
	add(familySignature, "RSA", nil, "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "RS1")
	add(familySignature, "AKP", nil, "ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
	add(familyEncryption, "RSA", nil, "RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")
	add(familyEncryption, "", p("P-256", "P-384", "P-521", "X25519", "X448"), // RFC 7518 section 4.6, RFC 8037 section 3.2
		"ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")
	add(familyEncryption, "oct", nil,
		"A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "dir",
		"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW",
		"A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM",
		"A128CBC", "A192CBC", "A256CBC", "A128CTR", "A192CTR", "A256CTR")
	return list
})

// lookupAlgorithm finds a registered algorithm by its exact name.
func lookupAlgorithm(name string) (algorithm, bool) {
	list := algorithms()
	i := slices.IndexFunc(list, func(a algorithm) bool { return a.name == name })
	if i < 0 {
		return algorithm{}, false
	}
	return list[i], true
}

// respelt gives the registered name that text equals but for its case; "" for none.
func respelt(text string) string {
	for _, a := range algorithms() {
		if strings.EqualFold(a.name, text) {
			return a.name
		}
	}
	return ""
}

func algorithmFamily(name string) family {
	a, _ := lookupAlgorithm(name)
	return a.family
}
