package rules

var keyEncodingRefused = &Rule{
	ID:       "key-encoding-refused",
	Title:    "Published keys are written in a way that the consumer refuses",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "2"), RFC(7515, "2"), CWE(436)},
	Why:      "Lenient consumers read these keys, so the issuer does not notice; this one is strict, finds no key that it can use, and refuses every token.",
	Fix:      "Encode the keys as the specification says: integers without leading zero octets, base64url without padding. The keys and their kids stay the same.",
	Endpoint: func(pass *EndpointPass) { reportUnusable(pass, obstacleEncoding) },
}
