package weakkey

// OKPOctets returns the length in octets of a public key of the named curve, as
// kty "OKP" carries it in x (RFC 8037 section 2). ok is false for an unknown name.
func OKPOctets(curve string) (octets int, ok bool) {
	switch curve {
	case "Ed25519": // RFC 8032 section 5.1.5
		return 32, true
	case "Ed448": // RFC 8032 section 5.2.5
		return 57, true
	case "X25519": // RFC 7748 section 5
		return 32, true
	case "X448": // RFC 7748 section 5
		return 56, true
	}
	return 0, false
}

// MLDSAOctets returns the length in octets of a public key of the named parameter
// set, as kty "AKP" carries it in pub (RFC 9964; lengths from FIPS 204 section 4,
// table 2). ok is false for an unknown name.
func MLDSAOctets(alg string) (octets int, ok bool) {
	switch alg {
	case "ML-DSA-44":
		return 1312, true
	case "ML-DSA-65":
		return 1952, true
	case "ML-DSA-87":
		return 2592, true
	}
	return 0, false
}
