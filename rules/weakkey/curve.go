package weakkey

import (
	"fmt"
	"math/big"
	"sync"
)

// A curve is y² = x³ + ax + b over the integers modulo the prime p, with the base
// point (gx, gy).
type curve struct {
	p, a, b, gx, gy *big.Int
	multiples       func() map[uint64]*big.Int // x of small multiples of the base point, by its low bits
}

// OnCurve reports whether (x, y) is a point of the named curve: both coordinates in
// [0, p) and the equation holds (SP 800-56A revision 3, section 5.6.2.3.4). All the
// curves known have cofactor 1, so such a point also has the right order. RFC 8725
// section 3.4 asks consumers for the test; a publisher must not depend on it.
//
// The names are those of JWK (RFC 7518 section 6.2.1.1, RFC 8812 section 3.1):
// P-256, P-384, P-521, secp256k1; and P-192 and P-224, which are not registered. ok
// is false for any other name: nothing was tested then.
//
// (0, 0), which some software writes for the point at infinity, is on none of them.
// Coordinates of any size are safe; those of p or more cost one comparison.
func OnCurve(name string, x, y *big.Int) (on, ok bool) {
	c, ok := curves()[name]
	if !ok {
		return false, false
	}
	return c.contains(x, y), true
}

func (c *curve) contains(x, y *big.Int) bool {
	if !c.inField(x) || !c.inField(y) {
		return false
	}
	right := new(big.Int).Mul(x, x) // (x² + a)·x + b
	right.Add(right, c.a)
	right.Mul(right, x)
	right.Add(right, c.b)
	left := new(big.Int).Mul(y, y)
	diff := left.Sub(left, right)
	return diff.Mod(diff, c.p).Sign() == 0
}

func (c *curve) inField(v *big.Int) bool { return v.Sign() >= 0 && v.Cmp(c.p) < 0 }

// curves returns the known curves by name. Sources: FIPS 186-4 appendix D.1.2 for the
// P curves (FIPS 186-5 moves them to SP 800-186), SEC 2 version 2.0 section 2.4.1 for
// secp256k1.
var curves = sync.OnceValue(func() map[string]*curve {
	minus3, zero := big.NewInt(-3), big.NewInt(0)
	known := map[string]*curve{
		"P-192": { // p = 2¹⁹² - 2⁶⁴ - 1
			p:  fromHex("fffffffffffffffffffffffffffffffeffffffffffffffff"),
			a:  minus3,
			b:  fromHex("64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1"),
			gx: fromHex("188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012"),
			gy: fromHex("07192b95ffc8da78631011ed6b24cdd573f977a11e794811"),
		},
		"P-224": { // p = 2²²⁴ - 2⁹⁶ + 1
			p:  fromHex("ffffffffffffffffffffffffffffffff000000000000000000000001"),
			a:  minus3,
			b:  fromHex("b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4"),
			gx: fromHex("b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21"),
			gy: fromHex("bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34"),
		},
		"P-256": { // p = 2²⁵⁶ - 2²²⁴ + 2¹⁹² + 2⁹⁶ - 1
			p:  fromHex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
			a:  minus3,
			b:  fromHex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
			gx: fromHex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
			gy: fromHex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
		},
		"P-384": { // p = 2³⁸⁴ - 2¹²⁸ - 2⁹⁶ + 2³² - 1
			p: fromHex("ffffffffffffffffffffffffffffffffffffffffffffffff" +
				"fffffffffffffffeffffffff0000000000000000ffffffff"),
			a: minus3,
			b: fromHex("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe814112" +
				"0314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
			gx: fromHex("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
			gy: fromHex("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
		},
		"P-521": { // p = 2⁵²¹ - 1
			p: fromHex("1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
				"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
			a: minus3,
			b: fromHex("51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e" +
				"156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"),
			gx: fromHex("c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"),
			gy: fromHex("11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650"),
		},
		"secp256k1": { // p = 2²⁵⁶ - 2³² - 977
			p:  fromHex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
			a:  zero,
			b:  big.NewInt(7),
			gx: fromHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
			gy: fromHex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
		},
	}
	for _, c := range known {
		c.multiples = onceMultiples(c)
	}
	return known
})

// fromHex reads a constant of this file.
func fromHex(digits string) *big.Int {
	v, ok := new(big.Int).SetString(digits, 16)
	if !ok {
		panic(fmt.Sprintf("weakkey: bad constant %q", digits))
	}
	return v
}
