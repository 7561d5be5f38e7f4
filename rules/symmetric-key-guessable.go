package rules

import (
	"fmt"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var symmetricKeyGuessable = &Rule{
	ID:       "symmetric-key-guessable",
	Title:    "Symmetric key is short or one that anybody would try",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.2"), RFC(8725, "3.5"), CWE(1391), NHI(4)},
	Why: "One token suffices to find the secret by trial, so that taking it out of the key set is not enough: " +
		"whoever finds it mints tokens that every holder of it accepts.",
	Fix: "Sign with a key of a public-key type. Where a shared secret must be, replace it by as many random octets as the hash has (32 for HS256), wherever it is used.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.Oct == nil {
				continue
			}
			bits, want := 8*key.Oct.Octets, hashBits(key)
			switch {
			case key.Oct.Guessable:
				pass.Reportf(key, "symmetric key of %d bits is one that anybody would try, want %d random bits", bits, want)
			case bits < want:
				pass.Reportf(key, "symmetric key is %d bits, want at least %d%s", bits, want, forAlgorithm(key))
			}
		}
	},
}

// hashBits is the least length of a key of its algorithm (RFC 7518 section 3.2); 128
// where the algorithm is not one of those.
func hashBits(key *inventory.Key) int {
	switch key.Alg {
	case "HS256":
		return 256
	case "HS384":
		return 384
	case "HS512":
		return 512
	}
	return 128
}

func forAlgorithm(key *inventory.Key) string {
	if hashBits(key) == 128 {
		return ""
	}
	return fmt.Sprintf(" for %s", key.Alg)
}
