package weakkey

import "math/big"

// leastWienerBits is the length from which an exponent is tested: a small private
// exponent makes the public one about as long as the modulus.
const leastWienerBits = 33

// SmallSecretExponent looks for a private exponent d below about ⅓·⁴√n, which the
// public key gives away (Wiener, "Cryptanalysis of short RSA secret exponents", IEEE
// Transactions on Information Theory 36, 1990). Larger ones up to n^0.292, for which
// lattices are needed (Boneh and Durfee, 1999), are not looked for.
//
// An n below 1, one above MaxModulusBits, and an e not in [1, n) are declined; an e
// of 32 bits or less is NotFound. Other exponents cost about 0.1 ms at 2048 bits and
// 2 ms at MaxModulusBits.
func SmallSecretExponent(n, e *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits || e.Sign() <= 0 || e.Cmp(n) >= 0 {
		return Declined
	}
	if e.BitLen() >= leastWienerBits && wiener(n, e) {
		return Found
	}
	return NotFound
}

// wiener goes through the convergents k/d of e/n. With s = p+q-1 and some small g,
// e·d = g + k·(n-s), so one that is above e/n leaves the remainder k·n - e·d = k·s - g
// of Euclid's algorithm, and s is that over k, rounded up. s falls from one convergent
// to the next, and no n has an s below 2√n-1.
func wiener(n, e *big.Int) bool {
	half := n.BitLen() / 2
	x, y := new(big.Int).Set(n), new(big.Int).Set(e) // after the first step, of quotient 0
	k0, k := bigOne(), new(big.Int)
	quotient, s := new(big.Int), new(big.Int)
	for above := true; y.Sign() > 0; above = !above {
		quotient.QuoRem(x, y, x)
		x, y = y, x
		k0.Add(k0, s.Mul(quotient, k))
		k0, k = k, k0
		sBits := y.BitLen() - k.BitLen()
		if sBits < half-2 {
			return false
		}
		if above && sBits <= half+64 { // primes that differ by more than 64 bits: not tried
			s.Sub(s.Add(y, k), bigOne()).Quo(s, k)
			if sumOfFactors(s.Add(s, bigOne()), n) {
				return true
			}
		}
	}
	return false
}

// sumOfFactors reports whether n = p·q with p + q = sum.
func sumOfFactors(sum, n *big.Int) bool {
	discriminant := new(big.Int).Mul(sum, sum)
	discriminant.Sub(discriminant, new(big.Int).Lsh(n, 2))
	return discriminant.Sign() >= 0 && isSquare(discriminant)
}
