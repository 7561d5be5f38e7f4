package weakkey

import (
	"math/big"
	"slices"
	"sync"
)

const (
	// rocaGenerator is the base of the powers that the library of CVE-2017-15361
	// made its primes of: p = k·M + (65537^a mod M), with M a product of the first primes.
	rocaGenerator = 65537
	// rocaLargestPrime ends the product M for the shortest keys, 39 primes with 2;
	// M of longer keys is a multiple of it, so one test serves them all.
	rocaLargestPrime = 167
)

// ROCA looks for the structure that the RSA library of CVE-2017-15361 ("Return of
// Coppersmith's attack", Nemec and others, CCS 2017) gives a modulus: n is a power of
// 65537 modulo M. Moduli of 512 to 2048 bits with it were factored.
//
// The test is the full one: a discrete logarithm must exist modulo M as a whole, for
// which one modulo each prime power of the group's order is necessary and sufficient.
// Residues by single primes, with which some peers content themselves, decide early:
// a random n passes them once in 2²⁷, and the full test once in some 2¹⁵⁰.
//
// An n below 1 or above MaxModulusBits is declined. One of fewer than 256 bits is
// NotFound: M has 219, so it may be a power of 65537 by chance. The cost is some
// 0.3 µs, and 0.3 ms where the full test is reached.
func ROCA(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits {
		return Declined
	}
	if n.BitLen() < 256 {
		return NotFound
	}
	r := roca()
	if !r.residuesFit(n) || !r.isPower(n) {
		return NotFound
	}
	return Found
}

// rocaGroup is the group that 65537 generates modulo M.
type rocaGroup struct {
	m, order *big.Int
	powers   []int64 // the prime powers of which order is the product
	filters  []rocaFilter
}

// rocaFilter tests the residues by a few primes, whose product fits a word.
type rocaFilter struct {
	product *big.Int
	primes  []rocaPrime
}

// rocaPrime knows which residues by p are powers of 65537.
type rocaPrime struct {
	p       uint64
	reached [3]uint64 // a bit for each residue
}

func (r *rocaGroup) residuesFit(n *big.Int) bool {
	rest := new(big.Int)
	for i := range r.filters {
		word := rest.Mod(n, r.filters[i].product).Uint64()
		for _, f := range r.filters[i].primes {
			if residue := word % f.p; f.reached[residue/64]>>(residue%64)&1 == 0 {
				return false
			}
		}
	}
	return true
}

// isPower reports whether n is a power of the generator modulo M, by Pohlig and
// Hellman: it is if it has the right order, and if for each prime power q of the
// order n^(order/q) is one of the q powers of g^(order/q).
func (r *rocaGroup) isPower(n *big.Int) bool {
	one := big.NewInt(1)
	if new(big.Int).Exp(n, r.order, r.m).Cmp(one) != 0 {
		return false
	}
	for _, q := range r.powers {
		cofactor := new(big.Int).Quo(r.order, big.NewInt(q))
		base := new(big.Int).Exp(big.NewInt(rocaGenerator), cofactor, r.m)
		want := new(big.Int).Exp(n, cofactor, r.m)
		power := big.NewInt(1)
		for i := int64(0); power.Cmp(want) != 0; i++ {
			if i == q {
				return false
			}
			power.Mul(power, base).Mod(power, r.m)
		}
	}
	return true
}

// roca builds the group once, from the generator and the primes alone.
var roca = sync.OnceValue(func() *rocaGroup {
	r := &rocaGroup{m: big.NewInt(2), order: big.NewInt(1)}
	var selective []rocaPrime
	for _, p := range oddPrimes(rocaLargestPrime) {
		f := rocaPrime{p: p}
		order, power := uint64(0), uint64(1)
		for reached := false; !reached; {
			f.reached[power/64] |= 1 << (power % 64)
			power = power * rocaGenerator % p
			order++
			reached = power == 1
		}
		r.m.Mul(r.m, new(big.Int).SetUint64(p))
		r.order = lcm(r.order, new(big.Int).SetUint64(order))
		if order < p-1 { // else every n that p does not divide passes
			selective = append(selective, f)
		}
	}
	r.powers = primePowers(r.order)
	slices.SortStableFunc(selective, func(a, b rocaPrime) int { return a.share() - b.share() })
	for chunk := range slices.Chunk(selective, 8) { // 8 primes below 2⁸ fit a word
		f := rocaFilter{product: big.NewInt(1), primes: chunk}
		for _, p := range chunk {
			f.product.Mul(f.product, new(big.Int).SetUint64(p.p))
		}
		r.filters = append(r.filters, f)
	}
	return r
})

// share is how many in a thousand residues are powers: the most selective come first.
func (f *rocaPrime) share() int {
	count := 0
	for residue := range f.p {
		count += int(f.reached[residue/64] >> (residue % 64) & 1)
	}
	return count * 1000 / int(f.p)
}

func lcm(a, b *big.Int) *big.Int {
	gcd := new(big.Int).GCD(nil, nil, a, b)
	return new(big.Int).Mul(a, gcd.Quo(b, gcd))
}

// primePowers splits a product of small primes into its prime powers.
func primePowers(n *big.Int) []int64 {
	var powers []int64
	rest := new(big.Int).Set(n)
	for p := int64(2); rest.Cmp(big.NewInt(1)) > 0; p++ {
		power := int64(1)
		for quotient, r := new(big.Int).QuoRem(rest, big.NewInt(p), new(big.Int)); r.Sign() == 0; {
			power *= p
			rest.Set(quotient)
			quotient.QuoRem(rest, big.NewInt(p), r)
		}
		if power > 1 {
			powers = append(powers, power)
		}
	}
	return powers
}
