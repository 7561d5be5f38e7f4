package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var algPublishedUnadvertised = &Rule{
	ID:       "alg-published-unadvertised",
	Title:    "A signing key is for an algorithm that the metadata does not list",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(1288)},
	Why:      "A consumer that allows what the metadata lists refuses every token signed with this key: if it is the next one, the rotation breaks that consumer.",
	Fix:      "Add the algorithm to id_token_signing_alg_values_supported before signing ID tokens with the key, or remove the key.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil || len(metadata.SigningAlgs) == 0 {
			return
		}
		var order []string
		unlisted := map[string][]*inventory.Key{} // by algorithm
		keys := pass.SigningKeys()
		for _, key := range keys {
			if algorithmFamily(key.Alg) != familySignature || fits(key, metadata.SigningAlgs) {
				continue
			}
			if unlisted[key.Alg] == nil {
				order = append(order, key.Alg)
			}
			unlisted[key.Alg] = append(unlisted[key.Alg], key)
		}
		for _, alg := range order {
			pass.ReportMetadataf("alg is %s on %d of %d signing keys (%s), want it in id_token_signing_alg_values_supported",
				alg, len(unlisted[alg]), len(keys), keyLabels(unlisted[alg])).About(alg)
		}
	},
}
