package rules

import "slices"

var algOutsideFapi = &Rule{
	ID:       "alg-outside-fapi",
	Title:    "Signing key is for an algorithm that FAPI 2.0 does not allow",
	Severity: High,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{fapi2Profile("5.4.1"), CWE(327), NHI(4)},
	Why:      "The profile allows PS256, ES256 and Ed25519 alone; a client or resource server that holds to it rejects every token signed with this key, and the issuer fails its certification.",
	Fix:      "Publish a key for PS256, ES256 or Ed25519, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		allowed := []string{"PS256", "ES256", "EdDSA", "Ed25519"}
		for _, key := range pass.SigningKeys() {
			ed448 := key.OKP != nil && key.OKP.Curve == "Ed448"
			if key.Alg != "" && (ed448 || !slices.Contains(allowed, key.Alg)) {
				pass.Reportf(key, "alg is %s, want PS256, ES256 or EdDSA with Ed25519", quote(key.Alg))
			}
		}
	},
}
