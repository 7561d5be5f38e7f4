package rules

import (
	"slices"
	"strings"
)

var algAdvertisedUnpublished = &Rule{
	ID:       "alg-advertised-unpublished",
	Title:    "Metadata lists an algorithm for which no key is published",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(1288)},
	Why:      "A client that chooses such an algorithm from the list gets tokens that it cannot verify, or a refusal.",
	Fix:      "List the algorithms for which keys are published.",
	Endpoint: func(pass *EndpointPass) {
		metadata, keys := pass.Discovery(), pass.SigningKeys()
		if metadata == nil || len(keys) == 0 {
			return
		}
		unmet := slices.DeleteFunc(advertised(metadata, familySignature), func(name string) bool {
			return anyKeyFits(keys, []string{name})
		})
		if len(unmet) > 0 {
			pass.ReportMetadataf("id_token_signing_alg_values_supported lists %s without a published key, want a key for each", strings.Join(unmet, ", "))
		}
	},
}
