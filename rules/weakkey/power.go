package weakkey

import (
	"math/big"
	"math/bits"
	"sync"
)

// PerfectPower looks for n = a^k with k ≥ 2 and a without a prime factor of at most
// LargestSmallPrime: other powers have a factor that SmallFactor finds. Such an n has
// one prime where a modulus needs two, or is the square of a modulus, and is factored
// by taking a root.
//
// Prime exponents k up to bits/16 suffice. For an odd k an odd n has exactly one k-th
// root modulo 2^m, which Newton's method finds without a division; n is a k-th power
// of an integer if and only if that root, with m a little over the bits of ᵏ√n, is one.
// Most exponents are ruled out before, since n is no k-th power modulo a small prime.
//
// An n that is even or below 1, or above MaxModulusBits, is declined. The cost is
// about 7 µs at 2048 bits; an n that passes all residues takes up to 15 ms at
// MaxModulusBits.
func PerfectPower(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.Bit(0) == 0 || n.BitLen() > MaxModulusBits {
		return Declined
	}
	if n.BitLen() <= 32 {
		return NotFound
	}
	if isSquare(n) {
		return Found
	}
	largest := uint64(n.BitLen() / 16)
	rest := new(big.Int)
	for _, batch := range powerFilters() {
		if batch.tests[0].k > largest {
			break
		}
		word := rest.Mod(n, batch.product).Uint64()
		for _, t := range batch.tests {
			if t.k <= largest && t.passes(word) && isPower(n, t.k) {
				return Found
			}
		}
	}
	return NotFound
}

// isSquare reports whether n ≥ 0 is a square.
func isSquare(n *big.Int) bool {
	if squareMaps()[0]>>(low64(n)&63)&1 == 0 {
		return false
	}
	root := floorSqrt(n)
	return root.Mul(root, root).Cmp(n) == 0
}

// isPower reports whether an odd n > 0 is the k-th power of an integer, k odd.
func isPower(n *big.Int, k uint64) bool {
	most := uint(n.BitLen())/uint(k) + 1 // bits of the root
	root := rootModulo(n, k, most+64)
	if uint(root.BitLen()) > most {
		return false
	}
	return root.Exp(root, new(big.Int).SetUint64(k), nil).Cmp(n) == 0
}

// rootModulo returns the k-th root of an odd n modulo 2^m, k odd. With y = n^(-1/k)
// correct to j bits, y·(1 + (1-n·yᵏ)/k) is to 2j; the root is n·y^(k-1).
func rootModulo(n *big.Int, k uint64, m uint) *big.Int {
	word := low64(n)
	inverseK := inverse(k)
	y := uint64(1) // correct to a bit, as n and k are odd
	for range 6 {
		y *= 1 + (1-word*powWord(y, k))*inverseK
	}
	root := new(big.Int).SetUint64(y)
	exponent, wideInverse := new(big.Int).SetUint64(k), new(big.Int)
	one := big.NewInt(1)
	for have := uint(64); have < m; {
		have = min(2*have, m)
		modulus := new(big.Int).Lsh(one, have)
		wideInverse.ModInverse(exponent, modulus)
		step := truncate(n, have)
		step.Mul(step, powModulo(root, k, have))
		step.Sub(one, step).Mul(step, wideInverse).Add(step, one)
		root.Mul(root, step)
		root = truncate(root, have)
	}
	return truncate(root.Mul(powModulo(root, k-1, m), n), m)
}

// powModulo returns x^k modulo 2^m.
func powModulo(x *big.Int, k uint64, m uint) *big.Int {
	power := big.NewInt(1)
	for i := bits.Len64(k) - 1; i >= 0; i-- {
		power = truncate(power.Mul(power, power), m)
		if k>>i&1 == 1 {
			power = truncate(power.Mul(power, x), m)
		}
	}
	return power
}

func powWord(x, k uint64) uint64 {
	power := uint64(1)
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			power *= x
		}
		x *= x
	}
	return power
}

// truncate returns x modulo 2^m.
func truncate(x *big.Int, m uint) *big.Int {
	mask := new(big.Int).Lsh(big.NewInt(1), m)
	return mask.And(x, mask.Sub(mask, big.NewInt(1)))
}

// A powerTest rules out that n is a k-th power: modulo a prime q = c·k + 1, one in k
// residues is, namely those whose c-th power is 1.
type powerTest struct{ k, q uint64 }

func (t powerTest) passes(word uint64) bool {
	power, x := uint64(1), word%t.q
	if x == 0 {
		return true
	}
	for c := (t.q - 1) / t.k; c > 0; c >>= 1 {
		if c&1 == 1 {
			power = power * x % t.q
		}
		x = x * x % t.q
	}
	return power == 1
}

// powerBatch holds tests of ascending k whose q have a product that fits a word.
type powerBatch struct {
	product *big.Int
	tests   []powerTest
}

// powerFilters covers the odd prime exponents up to MaxModulusBits/16.
var powerFilters = sync.OnceValue(func() []powerBatch {
	var batches []powerBatch
	var batch powerBatch
	product := uint64(1)
	for _, k := range oddPrimes(MaxModulusBits / 16) {
		q := 2*k + 1
		for !new(big.Int).SetUint64(q).ProbablyPrime(0) {
			q += 2 * k
		}
		if overflow, _ := bits.Mul64(product, q); overflow != 0 {
			batches = append(batches, batch)
			batch, product = powerBatch{}, 1
		}
		product *= q
		batch.product = new(big.Int).SetUint64(product)
		batch.tests = append(batch.tests, powerTest{k, q})
	}
	return append(batches, batch)
})
