package rules

import "strings"

var algHmacAdvertised = &Rule{
	ID:       "alg-hmac-advertised",
	Title:    "Metadata offers HMAC beside asymmetric signatures",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "2.1"), RFC(8725, "3.1"), CWE(757)},
	Why:      "A consumer that allows everything the metadata lists is open to the confusion of a published key with an HMAC secret.",
	Fix:      "List only the algorithms that clients are registered with; have consumers allow only the one that the issuer signs with.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		macs := advertised(metadata, familyMAC)
		if len(macs) > 0 && len(advertised(metadata, familySignature)) > 0 {
			pass.ReportMetadataf("id_token_signing_alg_values_supported lists %s beside asymmetric algorithms, want one kind", strings.Join(macs, ", "))
		}
	},
}
