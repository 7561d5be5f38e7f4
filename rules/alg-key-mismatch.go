package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var algKeyMismatch = &Rule{
	ID:       "alg-key-mismatch",
	Title:    "alg needs a key of another type or curve",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.1"), RFC(7518, "3.4"), RFC(7517, "4.4"), RFC(9864, "2.2"), CWE(1288)},
	Why:      "The algorithm cannot run on such a key: consumers that honour alg use the key for no token, or refuse it.",
	Fix:      "Correct alg to the algorithm that the issuer uses with this key, or remove it.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if found, want := algorithmMisfit(key); want != "" {
				pass.Reportf(key, "alg is %s on %s, want %s", key.Alg, found, want)
			}
		}
	},
}

// algorithmMisfit says what the key is and what its algorithm needs; want is ""
// where they fit, or where one of them is unknown. Shared-secret algorithms on
// public keys are alg-forbidden.
func algorithmMisfit(key *inventory.Key) (found, want string) {
	a, known := lookupAlgorithm(key.Alg)
	elliptic := key.Kty == "EC" || key.Kty == "OKP"
	sameCurve := func(curve string) bool { return strings.EqualFold(curve, key.Crv) }
	switch {
	case !known, a.family == familyNone, a.family == familyMAC, !asymmetric(key) && key.Kty != "oct":
	case a.kty != "" && a.kty != key.Kty:
		return "a key of type " + key.Kty, "type " + a.kty
	case a.curves == nil || elliptic && key.Crv == "":
	case !elliptic:
		return "a key of type " + key.Kty, "type EC or OKP"
	case !slices.ContainsFunc(a.curves, sameCurve):
		return "curve " + quote(key.Crv), "curve " + strings.Join(a.curves, " or ")
	}
	return "", ""
}
