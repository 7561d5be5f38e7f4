package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var postQuantumMissing = &Rule{
	ID:       "post-quantum-missing",
	Title:    "No signing key withstands a quantum computer",
	Severity: Info,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9964, ""), Source("NIST IR 8547 initial public draft", "", "https://doi.org/10.6028/NIST.IR.8547.ipd"), CWE(327), NHI(4)},
	Why:      "RSA, ECDSA and EdDSA fall to a large quantum computer, and NIST plans to disallow them after 2035; a change of key type reaches every consumer, so the slowest of them sets the date.",
	Fix:      "Find out which consumers read a set that holds an AKP key, then publish an ML-DSA key beside the present ones and sign with it where they take it.",
	Endpoint: func(pass *EndpointPass) {
		keys := pass.SigningKeys()
		if len(keys) > 0 && !slices.ContainsFunc(keys, func(k *inventory.Key) bool { return k.AKP != nil }) {
			pass.ReportSetf("0 of %d signing keys are for ML-DSA, want one beside them", len(keys))
		}
	},
}
