package weakkey

import (
	"math/big"
	"sync"
)

// The filter moduli are pairwise coprime, fit a 64-bit map, and their product fits a
// word, so that one reduction of a long number yields its residues by all of them.
// They let a number that is no square pass once in some 20,000 times.
const (
	filterModulus = 64 * 63 * 55 * 43 * 41 * 37 * 31 * 29 * 23 * 19 * 17 * 13
	filterCount   = 12
)

// filterModuli lists the factors of filterModulus, the most selective first.
func filterModuli() [filterCount]uint32 {
	return [...]uint32{64, 63, 55, 43, 41, 37, 31, 29, 23, 19, 17, 13}
}

// A squareFilter tells rounds of Fermat's method that cannot succeed from those that
// may, without arithmetic on long numbers: a square is a square modulo every m.
type squareFilter [filterCount]squareResidues

// squareResidues is the part of the filter that one modulus plays.
type squareResidues struct {
	m       uint32
	root    uint32 // the start of the search modulo m
	negN    uint32 // -n modulo m
	squares uint64 // bit i is set if i is a square modulo m
}

// newSquareFilter prepares the filter for the squares that (root+round)²-n may be.
func newSquareFilter(root, n *big.Int) *squareFilter {
	modulus := new(big.Int).SetUint64(filterModulus)
	rootWord := new(big.Int).Mod(root, modulus).Uint64()
	nWord := new(big.Int).Mod(n, modulus).Uint64()

	filter := new(squareFilter)
	maps := squareMaps()
	for i, m := range filterModuli() {
		filter[i] = squareResidues{
			m:       m,
			root:    uint32(rootWord % uint64(m)),
			negN:    m - uint32(nWord%uint64(m)),
			squares: maps[i],
		}
	}
	return filter
}

// passes reports whether (root+round)²-n may be a square. A no is certain. No sum
// overflows: the moduli are below 2⁶ and round is at most FermatRounds.
func (f *squareFilter) passes(round uint32) bool {
	for i := range f {
		if !f[i].isSquare(f[i].root+round, 1) {
			return false
		}
	}
	return true
}

// passesScaled reports whether a²-factor·n may be a square. Modulo 64 it costs
// nothing, and four of five stop there. No sum overflows: factor is below 2¹².
func (f *squareFilter) passesScaled(a *big.Int, factor uint32) bool {
	if !f[0].isSquare(uint32(low64(a)%64), factor) {
		return false
	}
	word := new(big.Int).Mod(a, new(big.Int).SetUint64(filterModulus)).Uint64()
	for i := 1; i < filterCount; i++ {
		if !f[i].isSquare(uint32(word%uint64(f[i].m)), factor) {
			return false
		}
	}
	return true
}

// isSquare reports whether residue²-factor·n is a square modulo m.
func (s *squareResidues) isSquare(residue, factor uint32) bool {
	return s.squares>>((residue*residue+factor*s.negN)%s.m)&1 != 0
}

// squareMaps returns, for each of the filter moduli, the map of its squares.
var squareMaps = sync.OnceValue(func() [filterCount]uint64 {
	var maps [filterCount]uint64
	for i, m := range filterModuli() {
		for a := range m {
			maps[i] |= 1 << (a * a % m)
		}
	}
	return maps
})
