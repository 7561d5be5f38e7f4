package weakkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"math/big"
	"testing"
)

// A generator and its order, from the sources that curves names.
type generator struct{ x, y, order *big.Int }

func generators() map[string]generator {
	all := map[string]generator{
		"P-192": {
			x:     fromHex("188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012"),
			y:     fromHex("07192b95ffc8da78631011ed6b24cdd573f977a11e794811"),
			order: fromHex("ffffffffffffffffffffffff99def836146bc9b1b4d22831"),
		},
		"secp256k1": {
			x:     fromHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
			y:     fromHex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
			order: fromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
		},
	}
	for _, c := range nistCurves() {
		params := c.Params()
		all[params.Name] = generator{x: params.Gx, y: params.Gy, order: params.N}
	}
	return all
}

// nistCurves returns the curves that the standard library has.
func nistCurves() []elliptic.Curve {
	return []elliptic.Curve{elliptic.P224(), elliptic.P256(), elliptic.P384(), elliptic.P521()}
}

func TestCurveParametersAreTheStandardLibrarys(t *testing.T) {
	for _, c := range nistCurves() {
		want, got := c.Params(), curves()[c.Params().Name]
		if got.p.Cmp(want.P) != 0 || got.b.Cmp(want.B) != 0 {
			t.Errorf("%s: p or b differs", want.Name)
		}
	}
}

// The generator is on its curve and has its order there. An error in a parameter
// breaks one or the other, so this holds the two curves that the standard library
// lacks.
func TestGenerators(t *testing.T) {
	if got, want := len(curves()), len(generators()); got != want {
		t.Fatalf("%d curves, want %d", got, want)
	}
	for name, g := range generators() {
		t.Run(name, func(t *testing.T) {
			if on, ok := OnCurve(name, g.x, g.y); !on || !ok {
				t.Errorf("generator: on %v, ok %v, want true, true", on, ok)
			}
			if !curves()[name].p.ProbablyPrime(1) || !g.order.ProbablyPrime(1) {
				t.Error("p or the order is not prime")
			}
			if x, _ := curves()[name].multiply(g.order, g.x, g.y); x != nil {
				t.Error("order·G is not the point at infinity")
			}
		})
	}
}

func TestOnCurve(t *testing.T) {
	zero, one := big.NewInt(0), big.NewInt(1)
	for name, g := range generators() {
		c := curves()[name]
		x, y := c.multiply(big.NewInt(0xc0ffee), g.x, g.y)
		huge := new(big.Int).Lsh(one, 1<<20)
		for _, test := range []struct {
			name string
			x, y *big.Int
			want bool
		}{
			{"point", x, y, true},
			{"negated point", x, new(big.Int).Sub(c.p, y), true},
			{"y off by one", x, new(big.Int).Add(y, one), false},
			{"x off by one", new(big.Int).Add(x, one), y, false},
			{"swapped", y, x, false},
			{"infinity as (0, 0)", zero, zero, false},
			{"x not reduced", new(big.Int).Add(x, c.p), y, false},
			{"y not reduced", x, new(big.Int).Add(y, c.p), false},
			{"y negative", x, new(big.Int).Neg(y), false},
			{"x negative", new(big.Int).Sub(x, c.p), y, false},
			{"huge", huge, huge, false},
		} {
			on, ok := OnCurve(name, test.x, test.y)
			if on != test.want || !ok {
				t.Errorf("%s, %s: on %v, ok %v, want %v, true", name, test.name, on, ok, test.want)
			}
		}
	}
}

func TestOnUnknownCurve(t *testing.T) {
	g := generators()["P-256"]
	for _, name := range []string{"", "p-256", "P-256K", "BP-256", "Ed25519", "_INVALID_"} {
		if on, ok := OnCurve(name, g.x, g.y); on || ok {
			t.Errorf("%q: on %v, ok %v, want false, false", name, on, ok)
		}
	}
}

func FuzzOnCurve(f *testing.F) {
	for name, g := range generators() {
		f.Add(name, g.x.Bytes(), g.y.Bytes())
		f.Add(name, []byte{}, []byte{})
		f.Add(name, curves()[name].p.Bytes(), g.y.Bytes())
	}
	f.Add("P-512", []byte{1}, []byte{2})
	f.Fuzz(func(t *testing.T, name string, xOctets, yOctets []byte) {
		x, y := new(big.Int).SetBytes(xOctets), new(big.Int).SetBytes(yOctets)
		on, ok := OnCurve(name, x, y)
		if _, known := curves()[name]; ok != known || on && !ok {
			t.Fatalf("%q: on %v, ok %v, known %v", name, on, ok, known)
		}
		for _, c := range nistCurves() {
			if c.Params().Name == name && on != parses(c, x, y) {
				t.Errorf("%s (%#x, %#x): on %v, crypto/ecdsa disagrees", name, x, y, on)
			}
		}
	})
}

// parses reports whether crypto/ecdsa takes (x, y) for a public key.
func parses(c elliptic.Curve, x, y *big.Int) bool {
	size := (c.Params().BitSize + 7) / 8
	if x.BitLen() > 8*size || y.BitLen() > 8*size {
		return false
	}
	point := make([]byte, 1+2*size)
	point[0] = 4 // uncompressed, SEC 1 section 2.3.3
	x.FillBytes(point[1 : 1+size])
	y.FillBytes(point[1+size:])
	_, err := ecdsa.ParseUncompressedPublicKey(c, point)
	return err == nil
}

// multiply returns k·(x, y) by doubling and adding; a nil x is the point at infinity.
func (c curve) multiply(k, x, y *big.Int) (*big.Int, *big.Int) {
	var rx, ry *big.Int
	for i := k.BitLen() - 1; i >= 0; i-- {
		rx, ry = c.add(rx, ry, rx, ry)
		if k.Bit(i) == 1 {
			rx, ry = c.add(rx, ry, x, y)
		}
	}
	return rx, ry
}

// add adds two points by the chord and tangent rule.
func (c curve) add(x1, y1, x2, y2 *big.Int) (*big.Int, *big.Int) {
	if x1 == nil {
		return x2, y2
	}
	if x2 == nil {
		return x1, y1
	}
	rise, run := new(big.Int).Sub(y2, y1), new(big.Int).Sub(x2, x1)
	if run.Sign() == 0 {
		if y1.Cmp(y2) != 0 || y1.Sign() == 0 {
			return nil, nil
		}
		rise.Mul(x1, x1).Mul(rise, big.NewInt(3)).Add(rise, c.a)
		run.Lsh(y1, 1)
	}
	run.Mod(run, c.p)
	slope := rise.Mul(rise, run.ModInverse(run, c.p))
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, x1).Sub(x, x2).Mod(x, c.p)
	y := new(big.Int).Sub(x1, x)
	y.Mul(y, slope).Sub(y, y1).Mod(y, c.p)
	return x, y
}
