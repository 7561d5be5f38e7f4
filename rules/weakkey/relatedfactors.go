package weakkey

import (
	"math/big"
	"math/bits"
	"slices"
	"sync"
)

// LargestRatio bounds the numerator and denominator of the ratios of two primes that
// RelatedFactors tries.
const LargestRatio = 16

// RelatedFactors looks for n = p·q where one prime can be told from the other:
//
//   - v·p is about u·q for coprime u and v of at most LargestRatio: then
//     a = ⌈√(4uvn)⌉ gives a square a²-4uvn (Lehman, "Factoring large integers", 1974);
//   - p-q is about a quarter or an eighth of a power of two as long as they are, or the
//     least that FIPS 186-5 appendix A.1.3 allows, 2^(bits/2-100), as where a prime was
//     sought from the other's place plus a constant.
//
// "About" is as close as Fermat's method needs, whose case u = v is CloseFactors.
//
// An n below 1 or above MaxModulusBits is declined; so is one with a prime
// factor of at most 31. The cost is about 50 µs at 2048 bits and 1 ms at MaxModulusBits,
// and some 3 ms for an n made to pass the filters.
func RelatedFactors(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits || hasTinyFactor(n) {
		return Declined
	}
	if n.BitLen() < 64 {
		return NotFound // every factorization would be a small ratio
	}
	if closeRatio(n) || closeDifference(n) {
		return Found
	}
	return NotFound
}

// hasTinyFactor reports whether a prime up to 31 divides n.
func hasTinyFactor(n *big.Int) bool {
	const product = 2 * 3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31
	word := new(big.Int).Mod(n, big.NewInt(product)).Uint64()
	for _, p := range [...]uint64{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31} {
		if word%p == 0 {
			return true
		}
	}
	return false
}

// closeRatio makes one attempt for each product uv. All square roots come from one:
// √(4uvn) is 2√n, with 64 bits after the point, times √(uv), with as many.
func closeRatio(n *big.Int) bool {
	const guard = 64
	roots := ratioRoots(n.BitLen())
	root := floorSqrt(new(big.Int).Lsh(n, 2*(guard+1)))
	filter := newSquareFilter(new(big.Int), n)
	a, scaled := new(big.Int), new(big.Int)
	for i, product := range ratioProducts() {
		low := productWord(root.Bits(), roots.fixed[i].Bits(), int(guard+roots.point)/64) + 1
		if !maySquare(low*low - 4*uint64(product)*low64(n)) {
			continue // five of six, for a twentieth of the cost
		}
		scaled.Mul(root, roots.fixed[i])
		a.Rsh(scaled, guard+roots.point)
		a.Add(a, bigOne())
		if filter.passesScaled(a, 4*product) && ratioFactors(n, a, product) {
			return true
		}
	}
	return false
}

// maySquare reports whether a square can be d modulo 2⁶⁴: four to some power times a
// number that is 1 modulo 8. On a machine of 32 bits no word is known, and all pass.
func maySquare(d uint64) bool {
	zeros := bits.TrailingZeros64(d)
	return bits.UintSize == 32 || d == 0 || zeros%2 == 0 && (d>>zeros%8 == 1 || zeros > 60)
}

// productWord returns the word of x·y at an index, but for a carry from more than two
// words below, which changes it once in some 2⁵⁸.
func productWord(x, y []big.Word, index int) uint64 {
	var low, middle, high uint64
	for column := max(0, index-2); ; column++ {
		for i := max(0, column-len(y)+1); i <= min(column, len(x)-1); i++ {
			hi, lo := bits.Mul64(uint64(x[i]), uint64(y[column-i]))
			var carry uint64
			low, carry = bits.Add64(low, lo, 0)
			middle, carry = bits.Add64(middle, hi, carry)
			high += carry
		}
		if column == index {
			return low
		}
		low, middle, high = middle, high, 0
	}
}

// ratioFactors reports whether a²-4kn is a square that splits n.
func ratioFactors(n, a *big.Int, k uint32) bool {
	square := new(big.Int).Mul(a, a)
	square.Sub(square, new(big.Int).Mul(n, big.NewInt(4*int64(k))))
	if square.Sign() < 0 {
		return false
	}
	b := floorSqrt(square)
	if square.Cmp(new(big.Int).Mul(b, b)) != 0 {
		return false
	}
	return splits(b.Add(a, b), n)
}

// splits reports whether x shares some but not all of n.
func splits(x, n *big.Int) bool {
	gcd := new(big.Int).GCD(nil, nil, x, n)
	return gcd.Cmp(bigOne()) > 0 && gcd.Cmp(n) < 0
}

// closeDifference starts Fermat's method where it would find primes that differ by d
// or a little more or less: a = √(n + (d/2)²).
func closeDifference(n *big.Int) bool {
	half := n.BitLen() / 2
	for _, below := range [...]int{2, 3, 100} {
		if half-below < 8 {
			continue
		}
		square := new(big.Int).Lsh(bigOne(), uint(2*(half-below-1)))
		if fermatFrom(floorSqrt(square.Add(square, n)), n) {
			return true
		}
	}
	return false
}

// fixedRoots are √k of every ratio product k, with point bits after the point.
type fixedRoots struct {
	point uint
	fixed []*big.Int
}

// ratioRoots gives roots that are exact enough for moduli of some bits. Each of the
// few lengths is computed once, where it is needed.
func ratioRoots(length int) fixedRoots {
	switch {
	case length <= 2048:
		return ratioRoots2048()
	case length <= 4096:
		return ratioRoots4096()
	case length <= 8192:
		return ratioRoots8192()
	}
	return ratioRootsMax()
}

var (
	ratioRoots2048 = sync.OnceValue(func() fixedRoots { return newFixedRoots(2048) })
	ratioRoots4096 = sync.OnceValue(func() fixedRoots { return newFixedRoots(4096) })
	ratioRoots8192 = sync.OnceValue(func() fixedRoots { return newFixedRoots(8192) })
	ratioRootsMax  = sync.OnceValue(func() fixedRoots { return newFixedRoots(MaxModulusBits) })
)

func newFixedRoots(length int) fixedRoots {
	roots := fixedRoots{point: uint(length/2 + 128)} // a whole number of words
	for _, k := range ratioProducts() {
		square := big.NewInt(int64(k))
		roots.fixed = append(roots.fixed, floorSqrt(square.Lsh(square, 2*roots.point)))
	}
	return roots
}

// ratioProducts returns the products uv of coprime u < v up to LargestRatio, each once.
var ratioProducts = sync.OnceValue(func() []uint32 {
	var products []uint32
	for v := uint32(2); v <= LargestRatio; v++ {
		for u := uint32(1); u < v; u++ {
			if coprime(u, v) {
				products = append(products, u*v)
			}
		}
	}
	slices.Sort(products)
	return slices.Compact(products)
})

func coprime(a, b uint32) bool {
	for b > 0 {
		a, b = b, a%b
	}
	return a == 1
}
