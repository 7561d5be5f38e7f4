package weakkey_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// searchAll runs every search that is on by default, as the rules do on one key.
func searchAll(n, e *big.Int) {
	weakkey.SmallFactor(n)
	weakkey.CloseFactors(n)
	weakkey.PerfectPower(n)
	weakkey.RelatedFactors(n)
	weakkey.ROCA(n)
	weakkey.SmallSecretExponent(n, e)
	weakkey.RepeatedBits(n)
	weakkey.BitBias(n)
	weakkey.Documented(weakkey.HashInteger(n))
	weakkey.Predictable(weakkey.HashInteger(n))
}

// hostileModuli are made to cost as much as they can, of a length in bits.
func hostileModuli(bits int) map[string]*big.Int {
	source := rand.NewChaCha8([32]byte{30})
	random := randomOdd(source, bits)
	filter := big.NewInt(64 * 63 * 55 * 43 * 41 * 37 * 31)
	filter.Mul(filter, big.NewInt(29*23*19*17*13))
	if bits > weakkey.MaxModulusBits { // declined before any work
		return map[string]*big.Int{"random": random, "power of two": new(big.Int).Lsh(big.NewInt(1), uint(bits-1))}
	}
	residues := big.NewInt(8) // n = 1 modulo all small primes passes every residue test
	for p := int64(3); residues.BitLen()+16 < bits; p += 2 {
		if prime := big.NewInt(p); prime.ProbablyPrime(0) {
			residues.Mul(residues, prime)
		}
	}
	half := randomOdd(source, bits/2)
	all := map[string]*big.Int{
		"random":                         random,
		"zero":                           new(big.Int),
		"one":                            big.NewInt(1),
		"power of two":                   new(big.Int).Lsh(big.NewInt(1), uint(bits-1)),
		"all ones":                       new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(bits)), big.NewInt(1)),
		"square":                         times(half, half),
		"square less a little":           new(big.Int).Sub(times(half, half), big.NewInt(2)),
		"one modulo every small prime":   new(big.Int).Add(residues, big.NewInt(1)),
		"product of small primes":        residues,
		"multiple of the filter modulus": times(filter, randomOdd(source, max(2, bits-filter.BitLen()))),
		"65537 to a power":               new(big.Int).Exp(big.NewInt(65537), big.NewInt(int64(max(1, bits/17))), nil),
		"65539 to a power":               new(big.Int).Exp(big.NewInt(65539), big.NewInt(int64(max(1, bits/17))), nil),
		"repeats three octets":           new(big.Int).SetBytes(repeatOctets("abc", bits/8)),
	}
	for name, n := range all {
		if n.BitLen() > bits+64 {
			delete(all, name)
		}
	}
	return all
}

func repeatOctets(text string, length int) []byte {
	octets := make([]byte, length)
	for i := range octets {
		octets[i] = text[i%len(text)]
	}
	return octets
}

// hostileExponents are of any size, against one modulus.
func hostileExponents(n *big.Int) map[string]*big.Int {
	source := rand.NewChaCha8([32]byte{31})
	bits := min(max(2, n.BitLen()), weakkey.MaxModulusBits)
	// The ratio of successive Fibonacci numbers has the longest continued fraction.
	a, b := big.NewInt(1), big.NewInt(1)
	for b.BitLen() < bits-1 {
		a.Add(a, b)
		a, b = b, a
	}
	golden := new(big.Int).Quo(times(n, a), b)
	return map[string]*big.Int{
		"zero": new(big.Int), "one": big.NewInt(1), "65537": big.NewInt(65537),
		"of 33 bits": randomOdd(source, 33), "as long as n": randomOdd(source, bits-1), "golden": golden,
		"n": n, "a million bits": new(big.Int).Lsh(big.NewInt(1), 1<<20),
	}
}

// No key costs more than a stated time, whoever made it: moduli of 2 bits to a million,
// exponents of any size, numbers that pass every filter.
func TestHostileKeysAreBounded(t *testing.T) {
	searchAll(randomOdd(rand.NewChaCha8([32]byte{}), weakkey.MaxModulusBits), big.NewInt(3)) // builds the tables
	var worst time.Duration
	var what string
	for _, bits := range []int{2, 3, 8, 33, 64, 65, 255, 512, 1024, 2048, 4096, weakkey.MaxModulusBits, weakkey.MaxModulusBits + 1, 1 << 20} {
		slowest, name := time.Duration(0), ""
		for modulus, n := range hostileModuli(bits) {
			for exponent, e := range hostileExponents(n) {
				start := time.Now()
				searchAll(n, e)
				if took := time.Since(start); took > slowest {
					slowest, name = took, fmt.Sprintf("%s, e %s", modulus, exponent)
				}
			}
			if bits > weakkey.MaxModulusBits {
				continue
			}
			weakkey.Undecodable("Ed25519", n.FillBytes(make([]byte, 1+n.BitLen()/8)))
		}
		t.Logf("%7d bits: %v (%s)", bits, slowest, name)
		if slowest > worst {
			worst, what = slowest, name
		}
	}
	if worst > 5*time.Second { // some 50 ms on an idle machine
		t.Errorf("%v for %s", worst, what)
	}
}

// BenchmarkHealthyKey is what all searches that are on cost on one sound key.
func BenchmarkHealthyKey(b *testing.B) {
	for _, bits := range []int{2048, 4096} {
		b.Run(fmt.Sprint(bits), func(b *testing.B) {
			n, e := times(primeOf("p", bits/2), primeOf("q", bits/2)), big.NewInt(65537)
			searchAll(n, e)
			b.ReportAllocs()
			for b.Loop() {
				searchAll(n, e)
			}
		})
	}
}
