package rules

var rsaModulusRefused = &Rule{
	ID:       "rsa-modulus-refused",
	Title:    "Published RSA keys are shorter than the consumer accepts",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.3"), CWE(326)},
	Why:      "The consumer keeps to a least length, rightly, and so refuses every token of the issuer.",
	Fix:      "Rotate to a longer key: publish it, wait until the consumers have it, sign with it, then retire the short one.",
	Endpoint: func(pass *EndpointPass) { reportUnusable(pass, obstacleModulus) },
}
