package weakkey

import (
	"math/big"
	"slices"
	"sync"
)

// An edwardsField is what decoding and orders need of the two curves of RFC 7748,
// section 4, in their Edwards and Montgomery forms.
type edwardsField struct {
	p        *big.Int
	d        *big.Int // a·x² + y² = 1 + d·x²·y²
	a        *big.Int
	quarter  *big.Int // (A+2)/4 of v² = u³ + A·u² + u
	cofactor int      // log2 of it
}

var edwardsFields = sync.OnceValue(func() map[string]*edwardsField {
	p25519 := new(big.Int).Lsh(bigOne(), 255)
	p25519.Sub(p25519, big.NewInt(19))
	d25519 := new(big.Int).ModInverse(big.NewInt(121666), p25519)
	d25519.Mul(d25519, big.NewInt(-121665)).Mod(d25519, p25519)
	p448 := new(big.Int).Lsh(bigOne(), 448)
	p448.Sub(p448, new(big.Int).Lsh(bigOne(), 224)).Sub(p448, bigOne())
	wide := &edwardsField{p: p25519, d: d25519, a: big.NewInt(-1), quarter: big.NewInt(121666), cofactor: 3}
	goldilocks := &edwardsField{p: p448, d: big.NewInt(-39081), a: bigOne(), quarter: big.NewInt(39082), cofactor: 2}
	return map[string]*edwardsField{"Ed25519": wide, "X25519": wide, "Ed448": goldilocks, "X448": goldilocks}
})

// Undecodable reports whether an Edwards public key is no point: no x belongs to its y
// (RFC 8032 sections 5.1.3 and 5.2.3). Half of all octet strings are undecodable.
// Every Montgomery key is a point of its curve or of the twist, so X25519 and X448,
// like a name that is not known and a key of the wrong length, give Declined.
func Undecodable(curve string, key []byte) Verdict {
	f, y := edwardsY(curve, key)
	if y == nil {
		return Declined
	}
	// x² = (y²-1)/(dy²-a) is a square exactly if the product of the two is.
	one, square := bigOne(), new(big.Int).Mul(y, y)
	denominator := new(big.Int).Mul(f.d, square)
	denominator.Sub(denominator, f.a)
	product := square.Sub(square, one)
	product.Mul(product, denominator).Mod(product, f.p)
	if big.Jacobi(product, f.p) < 0 {
		return Found
	}
	return NotFound
}

// edwardsY decodes the y of an Edwards public key: little-endian, the last bit being
// the sign of x. It is nil for another curve or length.
func edwardsY(curve string, key []byte) (*edwardsField, *big.Int) {
	octets, known := OKPOctets(curve)
	if !known || len(key) != octets || curve != "Ed25519" && curve != "Ed448" {
		return nil, nil
	}
	f := edwardsFields()[curve]
	y := littleEndian(key)
	y.SetBit(y, 8*octets-1, 0)
	return f, y.Mod(y, f.p)
}

// LowOrder reports whether an Edwards or Montgomery public key generates a group of at
// most eight elements, so that anyone can make signatures that verify with it, or
// knows what is agreed with it (RFC 7748 section 6.1; Chalkias, Garillot and Nikolaenko,
// "Taming the many EdDSAs", 2020). Every encoding of such a point is recognised, those
// above the prime and those with a sign of zero too.
//
// A name that is not known and a key of the wrong length give Declined.
func LowOrder(curve string, key []byte) Verdict {
	octets, known := OKPOctets(curve)
	if !known || len(key) != octets {
		return Declined
	}
	low := false
	switch f := edwardsFields()[curve]; curve {
	case "Ed25519":
		_, y := edwardsY(curve, key)
		// RFC 7748 section 4.1: u = (1+y)/(1-y)
		low = f.lowOrder(new(big.Int).Add(bigOne(), y), new(big.Int).Sub(bigOne(), y))
	case "Ed448": // (0, ±1) and (±1, 0): the cofactor is 4
		_, y := edwardsY(curve, key)
		low = y.Cmp(bigOne()) <= 0 || y.Add(y, bigOne()).Cmp(f.p) == 0
	case "X25519":
		u := littleEndian(key)
		low = f.lowOrder(u.SetBit(u, 255, 0), bigOne()) // RFC 7748 section 5 masks that bit
	case "X448":
		low = f.lowOrder(littleEndian(key), bigOne())
	}
	if low {
		return Found
	}
	return NotFound
}

// lowOrder doubles the point of u = x/z as often as the cofactor and its twist's could
// need, and reports whether it comes to the point at infinity, z = 0 (RFC 7748 section 5).
func (f *edwardsField) lowOrder(x, z *big.Int) bool {
	x, z = new(big.Int).Mod(x, f.p), new(big.Int).Mod(z, f.p)
	for range f.cofactor {
		if z.Sign() == 0 {
			return true
		}
		sum, difference := new(big.Int).Add(x, z), new(big.Int).Sub(x, z)
		sum.Mul(sum, sum)
		difference.Mul(difference, difference)
		x.Mul(sum, difference).Mod(x, f.p)
		gap := sum.Sub(sum, difference) // 4xz
		z.Mul(gap, f.quarter).Add(z, difference).Mul(z, gap).Mod(z, f.p)
	}
	return z.Sign() == 0
}

func littleEndian(octets []byte) *big.Int {
	reversed := slices.Clone(octets)
	slices.Reverse(reversed)
	return new(big.Int).SetBytes(reversed)
}
