package rules

import (
	"slices"
	"strings"
)

var encryptionWeakAdvertised = &Rule{
	ID:       "encryption-weak-advertised",
	Title:    "Metadata offers RSA encryption with known attacks",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.2"), RFC(8017, "7.2"), CWE(327)},
	Why:      "RSAES-PKCS1-v1_5 falls to whoever can ask a server often enough whether a message decrypts: its padding has been an oracle again and again.",
	Fix:      "Register clients that use RSA1_5 for RSA-OAEP-256 or ECDH-ES, then remove it from the lists.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		var lists []string
		for _, list := range metadata.Algorithms {
			if strings.HasSuffix(list.Name, "_encryption_alg_values_supported") && slices.Contains(list.Values, "RSA1_5") {
				lists = append(lists, quote(list.Name))
			}
		}
		if len(lists) > 0 {
			pass.ReportMetadataf("RSA1_5 is in %s, want RSA-OAEP-256 or ECDH-ES", some(lists, ", "))
		}
	},
}
