package weakkey

import "math/big"

// floorSqrt returns ⌊√n⌋ of n ≥ 0. big.Int.Sqrt takes every step of Newton's method
// at full length; this one doubles the length with each step, which is twice as fast
// at 2048 bits and six times at MaxModulusBits.
func floorSqrt(n *big.Int) *big.Int {
	if n.BitLen() <= 256 {
		return new(big.Int).Sqrt(n)
	}
	// The root of the upper half of n, rounded up, is k bits short of √n:
	// √n < a ≤ √n + 2ᵏ.
	k := uint(n.BitLen() / 4)
	one := big.NewInt(1)
	a := floorSqrt(new(big.Int).Rsh(n, 2*k))
	a.Add(a, one).Lsh(a, k)

	// One Newton step lands in [√n, √n + 2²ᵏ/2√n] before rounding down, so at most
	// one above ⌊√n⌋: n has at least 4k bits, which makes the interval shorter than 1.
	quotient := new(big.Int).Quo(n, a)
	a.Add(a, quotient).Rsh(a, 1)
	if new(big.Int).Mul(a, a).Cmp(n) > 0 {
		a.Sub(a, one)
	}
	return a
}
