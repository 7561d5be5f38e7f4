package jwks

import "crypto/elliptic"

// curveBits is the size of a curve's field.
func curveBits(curve string) int {
	switch curve {
	case "P-192":
		return 192
	case "P-224":
		return 224
	case "P-256", "secp256k1":
		return 256
	case "P-384":
		return 384
	case "P-521":
		return 521
	case "Ed25519", "X25519":
		return 255
	case "Ed448", "X448":
		return 448
	}
	return 0
}

// okpOctets is the length of a public key (RFC 8032 sections 5.1.5 and 5.2.5,
// RFC 7748 sections 6.1 and 6.2).
func okpOctets(curve string) int {
	switch curve {
	case "Ed25519", "X25519":
		return 32
	case "X448":
		return 56
	case "Ed448":
		return 57
	}
	return 0
}

// mldsaOctets is the length of a public key (RFC 9964 section 5); 0 for other algorithms.
func mldsaOctets(alg string) int {
	switch alg {
	case "ML-DSA-44":
		return 1312
	case "ML-DSA-65":
		return 1952
	case "ML-DSA-87":
		return 2592
	}
	return 0
}

// nistCurve is the curve that the standard library computes on; nil for others.
func nistCurve(name string) elliptic.Curve {
	switch name {
	case "P-224":
		return elliptic.P224()
	case "P-256":
		return elliptic.P256()
	case "P-384":
		return elliptic.P384()
	case "P-521":
		return elliptic.P521()
	}
	return nil
}
