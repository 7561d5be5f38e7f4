package rules

var rsaStrengthEnding = &Rule{
	ID:       "rsa-strength-ending",
	Title:    "RSA key is of the strength that NIST ends after 2030",
	Severity: Info,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.6"), CWE(326), NHI(4)},
	Why:      "A modulus below 3072 bits gives 112 bits of security, which federal systems may not apply after 2030; keys and the devices that verify with them often live longer than planned.",
	Fix:      "Make the next RSA key 3072 bits or more, or change to ES256 or Ed25519, once every consumer takes it.",
	Endpoint: func(pass *EndpointPass) {
		if pass.Now.Before(endOf112Bits()) {
			reportShortOfNext(pass, "by the end of 2030")
		}
	},
}
