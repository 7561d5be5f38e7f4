package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var algForbidden = &Rule{
	ID:       "alg-forbidden",
	Title:    "Public key is published for an algorithm that must not be used with it",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.2"), RFC(8725, "2.1"), RFC(7518, "8.5"), CWE(327), CWE(757), NHI(4)},
	Why:      "A consumer that takes the algorithm from the key set verifies nothing (none), takes this public key for an HMAC secret that everybody knows (HS*), or runs an algorithm with known attacks.",
	Fix:      "State the algorithm that the issuer really signs or decrypts with, such as RS256, ES256 or RSA-OAEP-256; where it really is this one, move to another first.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if want := forbiddenAlgorithm(key); want != "" {
				pass.Reportf(key, "alg is %s on a key of type %s, want %s", key.Alg, key.Kty, want)
			}
		}
	},
}

// forbiddenAlgorithm says what to use instead of an algorithm that no
// asymmetric key should name; "" where the key's is none of these.
func forbiddenAlgorithm(key *inventory.Key) (want string) {
	if !asymmetric(key) {
		return ""
	}
	switch a, _ := lookupAlgorithm(key.Alg); {
	case a.family == familyNone, a.family == familyMAC:
		return "an algorithm for public keys"
	case key.Alg == "RSA1_5":
		return "RSA-OAEP-256"
	case key.Alg == "RS1":
		return "RS256 or stronger"
	}
	return ""
}
