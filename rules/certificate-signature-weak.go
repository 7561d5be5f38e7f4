package rules

import "strings"

var certificateSignatureWeak = &Rule{
	ID:       "certificate-signature-weak",
	Title:    "Certificate in x5c is signed over SHA-1 or MD5",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("7.1.3.2"), CWE(328)},
	Why:      "Whoever finds a collision of such a hash can forge a certificate, so a consumer that trusts this chain cannot know whom it names; current libraries reject it.",
	Fix:      "Have the certificate issued again with SHA-256, or publish the key without x5c where no consumer validates it.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			for i, certificate := range key.Certificates {
				algorithm := strings.ReplaceAll(strings.ToUpper(certificate.SignatureAlgorithm), "-", "")
				weak := strings.Contains(algorithm, "SHA1") || strings.Contains(algorithm, "MD5") || strings.Contains(algorithm, "MD2")
				if weak && !certificate.SelfIssued { // nobody relies on the signature of a self-issued one
					pass.Reportf(key, "x5c: element %d is signed with %s, want SHA-256 or stronger", i, certificate.SignatureAlgorithm)
				}
			}
		}
	},
}
