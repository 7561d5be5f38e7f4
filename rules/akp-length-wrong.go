package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var akpLengthWrong = &Rule{
	ID:       "akp-length-wrong",
	Title:    "ML-DSA key is not of its parameter set's length",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9964, "5"), CWE(1286)},
	Why:      "Consumers cannot read the key and reject every token of it; those that read a set as a whole may refuse its other keys too.",
	Fix:      "Compare `alg` and the published `pub` with the key that signs and repair what writes them: the raw public key in base64url.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.AKP == nil {
				continue
			}
			want, known := weakkey.MLDSAOctets(key.AKP.Alg)
			if got := len(key.AKP.Pub); known && got != want {
				pass.Reportf(key, "pub is %d octets, want the %d of %s", got, want, key.AKP.Alg)
			}
		}
	},
}
