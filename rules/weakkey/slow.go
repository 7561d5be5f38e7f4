package weakkey

import (
	"math/big"
	"sync"
)

// MaxSlowBits is the longest modulus, in bits, of which Prime and SmoothFactor say
// anything: their cost grows with the cube of the length.
const MaxSlowBits = 4096

// Prime reports a modulus that is itself a prime, whose private exponent is e⁻¹ modulo
// n-1. Damage in transit, or a program that took one prime for a modulus, makes one.
// The test is Baillie and PSW's, of which no composite is known that passes.
//
// An n below 1 or above MaxSlowBits is declined. The cost is about 3 ms at 2048 bits
// and 20 ms at MaxSlowBits, more than all other searches together.
func Prime(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxSlowBits {
		return Declined
	}
	if n.ProbablyPrime(0) {
		return Found
	}
	return NotFound
}

// SmoothBound is the largest prime, and the largest prime power, in the
// exponent that SmoothFactor raises to.
const SmoothBound = 1 << 16

// SmoothFactor looks for a prime p of n for which p-1 has no prime factor above
// SmoothBound (Pollard's p-1 method, its first stage).
//
// An n below 1 or above MaxSlowBits is declined. The cost is about 0.1 s at 2048 bits.
func SmoothFactor(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxSlowBits {
		return Declined
	}
	power := new(big.Int).Exp(big.NewInt(2), smoothExponent(), n)
	if splits(power.Sub(power, bigOne()), n) {
		return Found
	}
	return NotFound
}

// smoothExponent is the product of the largest powers of the primes up to
// SmoothBound that do not exceed it.
var smoothExponent = sync.OnceValue(func() *big.Int {
	factors := []*big.Int{big.NewInt(SmoothBound)}
	for _, p := range oddPrimes(SmoothBound) {
		power := p
		for power*p <= SmoothBound {
			power *= p
		}
		factors = append(factors, new(big.Int).SetUint64(power))
	}
	return product(factors)
})

// product multiplies factors pairwise, so that long numbers meet long ones.
func product(factors []*big.Int) *big.Int {
	if len(factors) == 1 {
		return factors[0]
	}
	half := len(factors) / 2
	return new(big.Int).Mul(product(factors[:half]), product(factors[half:]))
}
