package weakkey

import (
	"math/big"
	"sync"
)

// LargestTrivialScalar is the largest private key, and by its sign the distance from
// the group's order, that TrivialScalar knows.
const LargestTrivialScalar = 1024

// TrivialScalar reports whether (x, y) is k·G or -k·G of the named curve's base point
// G for a k of at most LargestTrivialScalar: a private key that anyone would try. ok
// is false for a name that OnCurve does not know. The multiples are computed once a
// curve and run, which takes some 10 ms; after that a key costs 0.1 µs.
func TrivialScalar(name string, x, y *big.Int) (trivial, ok bool) {
	c, ok := curves()[name]
	if !ok {
		return false, false
	}
	multiple, found := c.multiples()[low64(x)]
	return found && multiple.Cmp(x) == 0 && c.contains(x, y), true
}

// multiples gives the x of each small multiple of the base point by its low bits. The
// y need no place: one of k·G and -k·G is as bad as the other.
func (c *curve) multiplesOfBase() map[uint64]*big.Int {
	points := []jacobian{{c.gx, c.gy, bigOne()}, c.doubleBase()}
	for len(points) < LargestTrivialScalar {
		points = append(points, c.addBase(points[len(points)-1]))
	}
	table := make(map[uint64]*big.Int, len(points))
	for i, inverse := range c.invertAll(points) {
		x := inverse.Mul(inverse, inverse)
		x.Mul(x, points[i].x).Mod(x, c.p)
		table[low64(x)] = x
	}
	return table
}

// jacobian is the point (x/z², y/z³).
type jacobian struct{ x, y, z *big.Int }

// doubleBase returns 2·G by the tangent in G.
func (c *curve) doubleBase() jacobian {
	slope := new(big.Int).Mul(c.gx, c.gx)
	slope.Mul(slope, big.NewInt(3)).Add(slope, c.a)
	slope.Mul(slope, new(big.Int).ModInverse(new(big.Int).Lsh(c.gy, 1), c.p))
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, new(big.Int).Lsh(c.gx, 1)).Mod(x, c.p)
	y := new(big.Int).Sub(c.gx, x)
	y.Mul(y, slope).Sub(y, c.gy).Mod(y, c.p)
	return jacobian{x, y, bigOne()}
}

// addBase returns p + G for p other than G, -G and the point at infinity, by the
// usual mixed addition: with h = gx·z²-x and r = gy·z³-y the sum has x = r²-h³-2xh²,
// y = r(xh²-x')-yh³ and z = zh.
func (c *curve) addBase(p jacobian) jacobian {
	mul := func(a, b *big.Int) *big.Int {
		product := new(big.Int).Mul(a, b)
		return product.Mod(product, c.p)
	}
	zz := mul(p.z, p.z)
	h := mul(c.gx, zz)
	h.Sub(h, p.x)
	r := mul(c.gy, mul(zz, p.z))
	r.Sub(r, p.y)
	hh := mul(h, h)
	hhh, v := mul(hh, h), mul(p.x, hh)
	x := mul(r, r)
	x.Sub(x, hhh).Sub(x, v).Sub(x, v).Mod(x, c.p)
	y := mul(r, v.Sub(v, x))
	y.Sub(y, mul(p.y, hhh)).Mod(y, c.p)
	return jacobian{x, y, mul(p.z, h)}
}

// invertAll returns the inverses of all z with a single inversion (Montgomery's trick).
func (c *curve) invertAll(points []jacobian) []*big.Int {
	products := make([]*big.Int, len(points))
	running := bigOne()
	for i, p := range points {
		products[i] = new(big.Int).Set(running)
		running.Mul(running, p.z).Mod(running, c.p)
	}
	running.ModInverse(running, c.p)
	for i := len(points) - 1; i >= 0; i-- {
		products[i].Mul(products[i], running).Mod(products[i], c.p)
		running.Mul(running, points[i].z).Mod(running, c.p)
	}
	return products
}

// onceMultiples computes a curve's multiples where they are first asked for.
func onceMultiples(c *curve) func() map[uint64]*big.Int { return sync.OnceValue(c.multiplesOfBase) }
