package weakkey

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

// LargestSmallPrime is the largest prime that SmallFactor tries, as in badkeys. SP
// 800-89 section 5.3.3 stops at 752, which lets more damaged moduli pass.
const LargestSmallPrime = 65537

// SmallFactor looks for a prime of at most LargestSmallPrime that divides n, 2
// included. A generator does not produce such a modulus; damage in transit does.
//
// The sign of n is ignored. Every prime divides 0, no prime divides 1, and a small
// prime divides itself. Moduli above MaxModulusBits are declined. The cost grows
// with the length of n: about 60 µs at 2048 bits, 0.5 ms at MaxModulusBits.
func SmallFactor(n *big.Int) Verdict {
	if n.BitLen() > MaxModulusBits {
		return Declined
	}
	if n.Bit(0) == 0 {
		return Found
	}
	words := littleEndianWords(n)
	batches := oddPrimeBatches()
	for i := range batches {
		if batches[i].divides(words) {
			return Found
		}
	}
	return NotFound
}

// littleEndianWords returns |n| in 64-bit words, least significant first, whatever
// the size of a big.Word.
func littleEndianWords(n *big.Int) []uint64 {
	words := make([]uint64, (n.BitLen()+63)/64)
	octets := n.FillBytes(make([]byte, 8*len(words)))
	for i := range words {
		words[i] = binary.BigEndian.Uint64(octets[len(octets)-8*(i+1):])
	}
	return words
}

// A batch is as many groups as are reduced side by side: each reduction is a chain
// of dependent multiplications, and a processor overlaps four such chains.
type batch [4]group

// divides reports whether a prime of the batch divides the number in words.
func (b *batch) divides(words []uint64) bool {
	var r0, r1, r2, r3 uint64
	for _, word := range words {
		r0 = b[0].reduce(r0, word)
		r1 = b[1].reduce(r1, word)
		r2 = b[2].reduce(r2, word)
		r3 = b[3].reduce(r3, word)
	}
	return b[0].divides(r0) || b[1].divides(r1) || b[2].divides(r2) || b[3].divides(r3)
}

// A group is a run of odd primes whose product fits a word, so that one pass over
// a number serves them all.
type group struct {
	product uint64
	inverse uint64 // product⁻¹ mod 2⁶⁴
	primes  []prime
}

// reduce takes the next more significant word into the residue r ≤ product. It
// divides from the low end (Hensel division, as mpn_modexact_1_odd of GMP does),
// which needs no division instruction: with q = (word-r)·product⁻¹ mod 2⁶⁴,
//
//	word - r = q·product - 2⁶⁴·r'
//
// After k words that hold n, r ≡ -n·2^(-64k) modulo product. The powers of two are
// units, so an odd prime of the group divides r if and only if it divides n.
func (g *group) reduce(r, word uint64) uint64 {
	diff, borrow := bits.Sub64(word, r, 0)
	high, _ := bits.Mul64(diff*g.inverse, g.product)
	return high + borrow
}

// divides reports whether a prime of the group divides the residue r.
func (g *group) divides(r uint64) bool {
	for _, p := range g.primes {
		if p.divides(r) {
			return true
		}
	}
	return false
}

// A prime is an odd prime p, prepared to test words for divisibility.
type prime struct {
	inverse     uint64 // p⁻¹ mod 2⁶⁴
	maxQuotient uint64 // ⌊(2⁶⁴-1)/p⌋
}

// divides reports whether p divides x. Multiplication by p⁻¹ permutes the words and
// sends the multiples of p, and only them, to their quotients 0 to maxQuotient
// (Granlund and Montgomery, "Division by invariant integers using multiplication",
// 1994, section 9).
func (p prime) divides(x uint64) bool {
	return x*p.inverse <= p.maxQuotient
}
