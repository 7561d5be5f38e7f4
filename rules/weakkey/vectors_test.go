package weakkey_test

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// primeNear returns the first prime from start up.
func primeNear(start *big.Int) *big.Int {
	p := new(big.Int).Set(start)
	p.SetBit(p, 0, 1)
	for !p.ProbablyPrime(0) {
		p.Add(p, big.NewInt(2))
	}
	return p
}

// primeOf returns a prime of the given length, always the same for one name.
func primeOf(name string, bits int) *big.Int {
	source := rand.NewChaCha8(sha256.Sum256([]byte(name)))
	start := randomBits(source, bits)
	return primeNear(start.SetBit(start, bits-2, 1))
}

func times(factors ...*big.Int) *big.Int {
	product := big.NewInt(1)
	for _, f := range factors {
		product.Mul(product, f)
	}
	return product
}

func scaled(x *big.Int, u, v int64) *big.Int {
	y := new(big.Int).Mul(x, big.NewInt(u))
	return y.Quo(y, big.NewInt(v))
}

type vector struct {
	name string
	n    *big.Int
	want weakkey.Verdict
}

func check(t *testing.T, search func(*big.Int) weakkey.Verdict, vectors []vector) {
	t.Helper()
	p, q := primeOf("p", 512), primeOf("q", 512)
	vectors = append(vectors,
		vector{"zero", big.NewInt(0), weakkey.Declined},
		vector{"negative", big.NewInt(-15), weakkey.Declined},
		vector{"a million bits", new(big.Int).SetBit(big.NewInt(1), 1<<20, 1), weakkey.Declined},
		vector{"healthy", times(p, q), weakkey.NotFound},
		vector{"healthy and unlike", times(primeOf("p", 400), primeOf("q", 624)), weakkey.NotFound},
	)
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			before := new(big.Int).Set(v.n)
			if got := search(v.n); got != v.want {
				t.Errorf("n of %d bits: got %v, want %v", v.n.BitLen(), got, v.want)
			}
			if v.n.Cmp(before) != 0 {
				t.Error("the argument was changed")
			}
		})
	}
}

func TestPerfectPower(t *testing.T) {
	p, q := primeOf("p", 300), primeOf("q", 300)
	vectors := []vector{
		{"one", big.NewInt(1), weakkey.NotFound},
		{"even", times(big.NewInt(2), p), weakkey.Declined},
		{"square of a prime", times(p, p), weakkey.Found},
		{"square of a modulus", times(p, q, p, q), weakkey.Found},
		{"cube", times(p, p, p), weakkey.Found},
		{"fourth power", times(p, p, p, p), weakkey.Found},
		{"ninth power", new(big.Int).Exp(p, big.NewInt(9), nil), weakkey.Found},
		{"a cube and a half", times(p, p, q), weakkey.NotFound},
		{"cube plus 2", new(big.Int).Add(times(p, p, p), big.NewInt(2)), weakkey.NotFound},
		{"smallest root, high power", new(big.Int).Exp(big.NewInt(65539), big.NewInt(127), nil), weakkey.Found},
		{"prime", p, weakkey.NotFound},
	}
	for _, k := range []int64{5, 7, 11, 13, 31, 61} {
		root := primeOf("root", 2048/int(k))
		vectors = append(vectors, vector{"power " + big.NewInt(k).String(), new(big.Int).Exp(root, big.NewInt(k), nil), weakkey.Found})
	}
	check(t, weakkey.PerfectPower, vectors)
}

func TestRelatedFactors(t *testing.T) {
	p := primeOf("p", 512)
	vectors := []vector{
		{"factor 31", times(big.NewInt(31), p), weakkey.Declined},
		{"small", big.NewInt(65539 * 65543), weakkey.NotFound},
		{"ratio just beyond the bound", times(p, primeNear(scaled(p, 37, 1))), weakkey.NotFound},
		{"ratio 2:3, too far off", times(p, primeNear(new(big.Int).Add(scaled(p, 2, 3), new(big.Int).Lsh(big.NewInt(1), 300)))), weakkey.NotFound},
	}
	for _, ratio := range [][2]int64{{1, 2}, {2, 3}, {3, 4}, {5, 7}, {7, 15}, {15, 16}, {1, 16}, {11, 13}} {
		n := times(p, primeNear(scaled(p, ratio[0], ratio[1])))
		vectors = append(vectors, vector{"ratio", n, weakkey.Found})
	}
	for _, below := range []uint{2, 3, 100} {
		step := new(big.Int).Lsh(big.NewInt(1), 512-below)
		n := times(p, primeNear(step.Add(step, p)))
		if n.BitLen() == 1024 { // else the power of two is another part of its length
			vectors = append(vectors, vector{"difference", n, weakkey.Found})
		}
	}
	check(t, weakkey.RelatedFactors, vectors)
}

// The fixed-point roots serve every length.
func TestRelatedFactorsOfEveryLength(t *testing.T) {
	for _, bits := range []int{64, 100, 512, 1000, 1024} {
		p := primeOf("p", bits)
		n := times(p, primeNear(scaled(p, 3, 5)))
		if got := weakkey.RelatedFactors(n); got != weakkey.Found {
			t.Errorf("%d bits: got %v, want %v", n.BitLen(), got, weakkey.Found)
		}
	}
	for _, exponent := range []uint{2203, 4423} { // Mersenne primes
		p := mersenne(exponent)
		q := scaled(p, 5, 3)
		n := times(p, q.SetBit(q, 0, 1))
		for weakkey.RelatedFactors(n) == weakkey.Declined { // no prime, and no need of one
			n = times(p, q.Add(q, big.NewInt(2)))
		}
		if got := weakkey.RelatedFactors(n); got != weakkey.Found {
			t.Errorf("%d bits: got %v, want %v", n.BitLen(), got, weakkey.Found)
		}
	}
}

// rocaPrime makes a prime as the library did, with M of 39 primes.
func rocaPrime(name string, generator int64) *big.Int {
	m := big.NewInt(1)
	for _, p := range smallPrimes() {
		if p.Int64() <= 167 {
			m.Mul(m, p)
		}
	}
	source := rand.NewChaCha8(sha256.Sum256([]byte(name)))
	residue := new(big.Int).Exp(big.NewInt(generator), randomBits(source, 60), m)
	for {
		p := new(big.Int).Mul(randomBits(source, 37), m)
		if p.Add(p, residue).ProbablyPrime(0) {
			return p
		}
	}
}

func TestROCA(t *testing.T) {
	p, q := rocaPrime("p", 65537), rocaPrime("q", 65537)
	power := new(big.Int).Exp(big.NewInt(65537), big.NewInt(10), nil)
	check(t, weakkey.ROCA, []vector{
		{"both primes", times(p, q), weakkey.Found},
		{"one prime", times(p, primeOf("q", 256)), weakkey.NotFound},
		{"another generator", times(rocaPrime("p", 173), rocaPrime("q", 173)), weakkey.NotFound},
		{"a power, but short", power, weakkey.NotFound},
		{"residues fit one by one, and not together", residuesWithoutLogarithm(t), weakkey.NotFound},
	})
}

// residuesWithoutLogarithm returns a number that is a power of 65537 modulo each prime
// of M and none modulo M: 65537 has even order modulo 11 and 13, so exponents of
// different parity do not fit together.
func residuesWithoutLogarithm(t *testing.T) *big.Int {
	t.Helper()
	m, n := big.NewInt(1), big.NewInt(1)
	for _, p := range smallPrimes() {
		if p.Int64() > 167 {
			break
		}
		residue := big.NewInt(1)
		if p.Int64() == 11 {
			residue.SetInt64(65537 % 11)
		}
		for new(big.Int).Mod(n, p).Cmp(residue) != 0 {
			n.Add(n, m)
		}
		m.Mul(m, p)
	}
	return n.Add(n, m.Lsh(m, 100))
}

func TestSmallSecretExponent(t *testing.T) {
	p, q := primeOf("p", 512), primeOf("q", 512)
	n := times(p, q)
	one := big.NewInt(1)
	phi := times(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	lambda := new(big.Int).Quo(phi, new(big.Int).GCD(nil, nil, new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)))
	inverse := func(d, modulus *big.Int) *big.Int { return new(big.Int).ModInverse(d, modulus) }
	for _, test := range []struct {
		name string
		n, e *big.Int
		want weakkey.Verdict
	}{
		{"65537", n, big.NewInt(65537), weakkey.NotFound},
		{"one", n, one, weakkey.NotFound},
		{"zero", n, new(big.Int), weakkey.Declined},
		{"as large as n", n, n, weakkey.Declined},
		{"a million bits", new(big.Int).SetBit(n, 1<<20, 1), primeOf("e", 100), weakkey.Declined},
		{"d of 20 bits", n, inverse(primeOf("d", 20), phi), weakkey.Found},
		{"d of 100 bits", n, inverse(primeOf("d", 100), phi), weakkey.Found},
		{"d of 253 bits", n, inverse(primeOf("d", 253), phi), weakkey.Found},
		{"d of 253 bits, by Carmichael", n, inverse(primeOf("d", 253), lambda), weakkey.Found},
		{"d of 270 bits", n, inverse(primeOf("d", 270), phi), weakkey.NotFound},
		{"large e, ordinary d", n, primeOf("e", 1000), weakkey.NotFound},
		{"e of 40 bits", n, primeOf("e", 40), weakkey.NotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := weakkey.SmallSecretExponent(test.n, test.e); got != test.want {
				t.Errorf("e of %d bits: got %v, want %v", test.e.BitLen(), got, test.want)
			}
		})
	}
}

func TestRepeatedBits(t *testing.T) {
	source := rand.NewChaCha8([32]byte{7})
	random := randomBits(source, 2048)
	octets := random.Bytes()
	for i := range 15 {
		octets[100+i] = 0x41
	}
	almost := new(big.Int).SetBytes(octets)
	octets[115] = 0x41
	text := random.Bytes()
	copy(text, bytes.Repeat([]byte("abc"), 20))
	for _, test := range []struct {
		name string
		n    *big.Int
		want weakkey.Repetition
	}{
		{"sixteen equal octets", new(big.Int).SetBytes(octets), weakkey.RepeatedPart},
		{"fifteen", almost, weakkey.NotRepeated},
		{"random", random, weakkey.NotRepeated},
		{"both primes repeat 20 bits", times(repeating("p", 20, 512), repeating("q", 20, 512)), weakkey.RepeatedFigure},
		{"both primes repeat 24 bits", times(repeating("p", 24, 1024), repeating("q", 24, 1024)), weakkey.RepeatedFigure},
		{"one prime repeats", times(repeating("p", 20, 512), primeOf("q", 512)), weakkey.NotRepeated},
		{"a text at the beginning", new(big.Int).SetBytes(text), weakkey.RepeatedPart},
		{"power of two", new(big.Int).Lsh(big.NewInt(1), 2047), weakkey.RepeatedFigure},
		{"just below one", new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 2048), big.NewInt(189)), weakkey.RepeatedFigure},
		{"short", big.NewInt(1 << 40), weakkey.NotRepeated},
		{"a million bits", new(big.Int).Lsh(big.NewInt(1), 1<<20), weakkey.NotRepeated},
		{"negative", big.NewInt(-5), weakkey.NotRepeated},
	} {
		if got := weakkey.RepeatedBits(test.n); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// repeating returns a prime whose bits but the last few repeat a pattern.
func repeating(name string, period, bits int) *big.Int {
	pattern := primeOf(name, period)
	p := new(big.Int)
	for p.BitLen() < bits {
		p.Lsh(p, uint(period)).Or(p, pattern)
	}
	return primeNear(p.Rsh(p, uint(p.BitLen()-bits)))
}

func TestBitBias(t *testing.T) {
	source := rand.NewChaCha8([32]byte{8})
	random := randomBits(source, 2048)
	sparse := new(big.Int).And(random, randomBits(source, 2048))
	half := new(big.Int).Lsh(big.NewInt(1), 1024)
	low := new(big.Int).Mod(random, half)
	for _, test := range []struct {
		name string
		n    *big.Int
		want weakkey.Bias
	}{
		{"random", random, weakkey.Unbiased},
		{"a quarter of the bits", sparse, weakkey.BiasedAll},
		{"three quarters", new(big.Int).Or(random, randomBits(source, 2048)), weakkey.BiasedAll},
		{"upper half all ones", new(big.Int).Add(new(big.Int).Sub(times(half, half), half), low), weakkey.BiasedTop},
		{"lower half zero", new(big.Int).Sub(random, low), weakkey.BiasedAll},
		{"too short to tell", big.NewInt(1 << 40), weakkey.Unbiased},
		{"a million bits", new(big.Int).SetBit(new(big.Int), 1<<20, 1), weakkey.Unbiased},
		{"negative", new(big.Int).Neg(sparse), weakkey.Unbiased},
	} {
		if got, percent := weakkey.BitBias(test.n); got != test.want {
			t.Errorf("%s: got %v (%d %%), want %v", test.name, got, percent, test.want)
		}
	}
}

func TestPrime(t *testing.T) {
	check(t, weakkey.Prime, []vector{
		{"prime", primeOf("p", 1024), weakkey.Found},
		{"Mersenne prime", mersenne(2203), weakkey.Found},
		{"square of a prime", times(primeOf("p", 300), primeOf("p", 300)), weakkey.NotFound},
		{"Carmichael number", big.NewInt(561), weakkey.NotFound},
		{"one", big.NewInt(1), weakkey.NotFound},
		{"longer than is tried", mersenne(4423), weakkey.Declined},
	})
}

func TestSmoothFactor(t *testing.T) {
	smooth := smoothPrime("p", 65521)
	check(t, weakkey.SmoothFactor, []vector{
		{"one smooth", times(smooth, primeOf("q", 512)), weakkey.Found},
		{"just beyond the bound", times(smoothPrime("q", 65537), primeOf("q", 512)), weakkey.NotFound},
		{"one", big.NewInt(1), weakkey.NotFound},
		{"longer than is tried", mersenne(4423), weakkey.Declined},
	})
}

// smoothPrime returns a prime p for which the largest prime factor of p-1 is the given one.
func smoothPrime(name string, largest int64) *big.Int {
	source := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(name))))
	primes := smallPrimes()
	for {
		p := big.NewInt(2 * largest)
		used := map[int]bool{}
		for p.BitLen() < 500 {
			if i := 1 + source.IntN(6000); !used[i] {
				used[i] = true
				p.Mul(p, primes[i])
			}
		}
		if p.Add(p, big.NewInt(1)).ProbablyPrime(0) {
			return p
		}
	}
}
