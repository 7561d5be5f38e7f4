package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var okpLengthWrong = &Rule{
	ID:       "okp-length-wrong",
	Title:    "Edwards or Montgomery key is not of its curve's length",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(8037, "2"), RFC(8032, "5.1.5"), RFC(8032, "5.2.5"), RFC(7748, "6.1"), RFC(7748, "6.2"),
		CWE(1286),
	},
	Why: "Consumers cannot read the key and reject every token of it; those that read a set as a whole may refuse its other keys too.",
	Fix: "Compare the published `x` with the key that signs and repair what writes it: the raw public key, without a prefix or an ASN.1 header, in base64url.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.OKP == nil {
				continue
			}
			want, known := weakkey.OKPOctets(key.OKP.Curve)
			if got := len(key.OKP.X); known && got != want {
				pass.Reportf(key, "x is %d octets, want the %d of %s", got, want, key.OKP.Curve)
			}
		}
	},
}
