package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keyUseShared = &Rule{
	ID:       "key-use-shared",
	Title:    "The same key serves signatures and encryption",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		OIDCDiscovery("3"),
		sp80057("5.2"),
		CWE(323), NHI(9),
	},
	Why: "A weakness in one use, such as a decryption oracle, becomes a forgery in the other, and the two cannot be retired apart.",
	Fix: "Generate a key of its own for encryption, publish it with use enc, and remove the shared one from that use once no message to it is under way.",
	Endpoint: func(pass *EndpointPass) {
		for _, keys := range sameMaterial(pass, func(*inventory.Key) string { return "" }) {
			var signing, encryption *inventory.Key
			for _, key := range keys {
				switch purpose(key) {
				case familySignature:
					signing = key
				case familyEncryption:
					encryption = key
				}
			}
			if signing != nil && encryption != nil {
				pass.Reportf(signing, "the same key is published for signatures (%s) and for encryption (%s), want one for each",
					keyLabel(signing), keyLabel(encryption))
			}
		}
	},
}

// purpose is what a key is published for: its use, else what its alg is for.
func purpose(key *inventory.Key) family {
	switch key.Use {
	case "sig":
		return familySignature
	case "enc":
		return familyEncryption
	case "":
		return algorithmFamily(key.Alg)
	}
	return familyUnknown
}
