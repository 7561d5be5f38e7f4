package weakkey

import "math/big"

// FermatRounds is the number of rounds of Fermat's method that a modulus must
// withstand (CA/Browser Forum TLS Baseline Requirements, section 6.1.1.3).
const FermatRounds = 100

// CloseFactors looks for n = p·q with p and q above 1 and so close together that
// FermatRounds rounds of Fermat's method find them: |p-q| up to about 28·⁴√n. FIPS
// 186-5 appendix A.1.3 demands |p-q| > 2^(bits/2-100), far more; CVE-2022-26320 is
// a generator that fell short.
//
// The method seeks a ≥ √n for which a²-n is a square b², since then n = (a-b)(a+b).
// Round 0 tries a = ⌊√n⌋, which catches p = q, and rounds 1 to FermatRounds follow.
// The search starts at ⌊√n⌋ and not above it, as in some peers, where p = q, the
// weakest modulus of all, passes.
//
// An n below 1 or above MaxModulusBits is declined. The cost is about 6 µs at 2048
// bits and 60 µs at MaxModulusBits. An n made to defeat the filter takes up to 3 ms
// there; it shares a factor with filterModulus, so whoever has SmallFactor's Found
// need not ask.
func CloseFactors(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits {
		return Declined
	}
	if fermatFrom(floorSqrt(n), n) {
		return Found
	}
	return NotFound
}

// fermatFrom makes FermatRounds rounds and one of Fermat's method from a = root up.
func fermatFrom(root, n *big.Int) bool {
	filter := newSquareFilter(root, n)
	for round := range uint32(FermatRounds + 1) {
		if filter.passes(round) && factorsAt(n, root, round) {
			return true
		}
	}
	return false
}

// factorsAt reports whether a = root+round splits n into two factors above 1.
func factorsAt(n, root *big.Int, round uint32) bool {
	a := big.NewInt(int64(round))
	a.Add(a, root)
	square := new(big.Int).Mul(a, a)
	square.Sub(square, n)
	if square.Sign() < 0 {
		return false
	}
	b := floorSqrt(square)
	if square.Cmp(new(big.Int).Mul(b, b)) != 0 {
		return false
	}
	smaller := a.Sub(a, b)
	return smaller.Cmp(big.NewInt(1)) > 0 // 1·n is no factorization
}
