package weakkey_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// mersenne returns 2^exponent - 1, which is prime for the exponents used here: 521,
// 607, 1279, 2203.
func mersenne(exponent uint) *big.Int {
	m := new(big.Int).Lsh(big.NewInt(1), exponent)
	return m.Sub(m, big.NewInt(1))
}

func TestSmallFactor(t *testing.T) {
	for _, test := range []struct {
		name string
		n    *big.Int
		want weakkey.Verdict
	}{
		{"even", new(big.Int).Mul(big.NewInt(2), mersenne(2203)), weakkey.Found},
		{"power of two", new(big.Int).Lsh(big.NewInt(1), 2047), weakkey.Found},
		{"smallest odd", new(big.Int).Mul(big.NewInt(3), mersenne(2203)), weakkey.Found},
		{"largest", new(big.Int).Mul(big.NewInt(65537), mersenne(2203)), weakkey.Found},
		{"next prime after the largest", new(big.Int).Mul(big.NewInt(65539), mersenne(2203)), weakkey.NotFound},
		{"square of the largest", big.NewInt(65537 * 65537), weakkey.Found},
		{"square of the next", big.NewInt(65539 * 65539), weakkey.NotFound},
		{"large prime", mersenne(2203), weakkey.NotFound},
		{"two large primes", new(big.Int).Mul(mersenne(521), mersenne(607)), weakkey.NotFound},
		{"negative with a factor", big.NewInt(-15), weakkey.Found},
		{"negative without", big.NewInt(-65539), weakkey.NotFound},
		{"minus one", big.NewInt(-1), weakkey.NotFound},
		{"longest", new(big.Int).Lsh(big.NewInt(1), weakkey.MaxModulusBits-1), weakkey.Found},
		{"too long by a bit", new(big.Int).Lsh(big.NewInt(1), weakkey.MaxModulusBits), weakkey.Declined},
		{"a million bits", new(big.Int).Lsh(big.NewInt(1), 1<<20), weakkey.Declined},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := weakkey.SmallFactor(test.n); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Below 65539² a number escapes exactly if it is 1 or a prime above the bound.
func TestSmallFactorOfSmallNumbers(t *testing.T) {
	for i := range int64(70_000) {
		n := big.NewInt(i)
		want := weakkey.Found
		if i == 1 || i > weakkey.LargestSmallPrime && n.ProbablyPrime(0) {
			want = weakkey.NotFound
		}
		if got := weakkey.SmallFactor(n); got != want {
			t.Fatalf("n = %d: got %v, want %v", i, got, want)
		}
	}
}

// Each prime is found on its own, wherever it is in its group and batch.
func TestSmallFactorFindsEachPrime(t *testing.T) {
	cofactor := mersenne(1279)
	for _, p := range smallPrimes() {
		n := new(big.Int).Mul(p, cofactor)
		if got := weakkey.SmallFactor(n); got != weakkey.Found {
			t.Fatalf("%d times a large prime: got %v, want %v", p, got, weakkey.Found)
		}
	}
}

func TestSmallFactorAgreesWithGCD(t *testing.T) {
	product := primorial()
	source := rand.NewChaCha8([32]byte{1})
	for bits := 1; bits <= 2100; bits += 7 {
		n := randomBits(source, bits)
		if got, want := weakkey.SmallFactor(n), verdictByGCD(n, product); got != want {
			t.Fatalf("n = %#x: got %v, want %v", n, got, want)
		}
	}
}

func FuzzSmallFactor(f *testing.F) {
	product := primorial()
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Add([]byte{1, 0, 1})
	f.Add(mersenne(521).Bytes())
	f.Add(new(big.Int).Mul(big.NewInt(65537), mersenne(521)).Bytes())
	f.Fuzz(func(t *testing.T, octets []byte) {
		n := new(big.Int).SetBytes(octets)
		want := weakkey.Declined
		if n.BitLen() <= weakkey.MaxModulusBits {
			want = verdictByGCD(n, product)
		}
		if got := weakkey.SmallFactor(n); got != want {
			t.Errorf("n = %#x: got %v, want %v", n, got, want)
		}
	})
}

// verdictByGCD decides by the definition: does n share a factor with the product of
// all small primes?
func verdictByGCD(n, primorial *big.Int) weakkey.Verdict {
	if new(big.Int).GCD(nil, nil, n, primorial).Cmp(big.NewInt(1)) == 0 {
		return weakkey.NotFound
	}
	return weakkey.Found
}

func primorial() *big.Int {
	product := big.NewInt(1)
	for _, p := range smallPrimes() {
		product.Mul(product, p)
	}
	return product
}

// smallPrimes returns the primes up to the bound by another way than the package's.
func smallPrimes() []*big.Int {
	var primes []*big.Int
	for i := int64(2); i <= weakkey.LargestSmallPrime; i++ {
		if p := big.NewInt(i); p.ProbablyPrime(0) {
			primes = append(primes, p)
		}
	}
	return primes
}
