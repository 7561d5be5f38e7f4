package weakkey

import (
	"math"
	"math/bits"
	"slices"
	"sync"
)

// oddPrimeBatches returns the odd primes up to LargestSmallPrime, grouped for
// SmallFactor: 6542 primes in about 1600 groups, some 170 kB, built once.
var oddPrimeBatches = sync.OnceValue(func() []batch {
	var batches []batch
	for groups := range slices.Chunk(groupPrimes(oddPrimes(LargestSmallPrime)), len(batch{})) {
		var b batch
		for i := range b {
			b[i] = group{product: 1, inverse: 1} // no primes: divides nothing
		}
		copy(b[:], groups)
		batches = append(batches, b)
	}
	return batches
})

// oddPrimes returns the odd primes up to limit, by the sieve of Eratosthenes.
func oddPrimes(limit uint64) []uint64 {
	var primes []uint64
	composite := make([]bool, limit+1)
	for p := uint64(3); p <= limit; p += 2 {
		if composite[p] {
			continue
		}
		primes = append(primes, p)
		for multiple := p * p; multiple <= limit; multiple += 2 * p {
			composite[multiple] = true
		}
	}
	return primes
}

// groupPrimes splits ascending odd primes into the longest runs whose products fit
// a word.
func groupPrimes(primes []uint64) []group {
	var groups []group
	g := group{product: 1}
	for _, p := range primes {
		if overflow, _ := bits.Mul64(g.product, p); overflow != 0 {
			groups = append(groups, g)
			g = group{product: 1}
		}
		g.product *= p
		g.primes = append(g.primes, prime{inverse: inverse(p), maxQuotient: math.MaxUint64 / p})
	}
	groups = append(groups, g)
	for i := range groups {
		groups[i].inverse = inverse(groups[i].product)
	}
	return groups
}

// inverse returns m⁻¹ mod 2⁶⁴ of an odd m by Newton's iteration. m is its own
// inverse modulo 8, and each step doubles the three correct bits: 6, 12, 24, 48, 96.
func inverse(m uint64) uint64 {
	inv := m
	for range 5 {
		inv *= 2 - m*inv
	}
	return inv
}
