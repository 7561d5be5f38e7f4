package weakkey_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// Every count of moduli of unlike lengths, against greatest common divisors of pairs.
func TestSharedFactors(t *testing.T) {
	source := rand.New(rand.NewChaCha8([32]byte{20}))
	primes := make([]*big.Int, 60)
	for i := range primes {
		primes[i] = primeOf(fmt.Sprint("shared", i), 64+8*source.IntN(24))
	}
	for count := range 40 {
		var moduli []*big.Int
		seen := map[string]bool{}
		for len(moduli) < count {
			n := times(primes[source.IntN(len(primes))], primes[source.IntN(len(primes))])
			if source.IntN(8) == 0 {
				n = times(n, primes[source.IntN(len(primes))])
			}
			if key := n.String(); !seen[key] {
				seen[key] = true
				moduli = append(moduli, n)
			}
		}
		checkShared(t, moduli)
	}
}

func checkShared(t *testing.T, moduli []*big.Int) {
	t.Helper()
	for i, partner := range weakkey.SharedFactors(moduli) {
		want := false
		for j, other := range moduli {
			want = want || i != j && properlyShared(moduli[i], other)
		}
		if got := partner >= 0; got != want || got && !properlyShared(moduli[i], moduli[partner]) {
			t.Errorf("%d moduli: the one at %d has the partner %d, want one: %v", len(moduli), i, partner, want)
		}
	}
}

// properlyShared reports whether the greatest common divisor factors n.
func properlyShared(n, other *big.Int) bool {
	gcd := new(big.Int).GCD(nil, nil, n, other)
	return gcd.Cmp(big.NewInt(1)) > 0 && gcd.Cmp(n) < 0
}

func TestSharedFactorsOfFew(t *testing.T) {
	p, q, r := primeOf("p", 512), primeOf("q", 512), primeOf("r", 512)
	for name, test := range map[string]struct{ moduli []*big.Int }{
		"none":                     {nil},
		"one":                      {[]*big.Int{times(p, q)}},
		"a triangle":               {[]*big.Int{times(p, q), times(q, r), times(r, p)}},
		"a multiple":               {[]*big.Int{times(p, q), times(p, q, r)}},
		"a prime and its multiple": {[]*big.Int{p, times(p, q)}},
		"strangers":                {[]*big.Int{times(p, q), r}},
	} {
		t.Run(name, func(t *testing.T) { checkShared(t, test.moduli) })
	}
}

// More moduli than a subtree keeps, so that products are forgotten and computed anew.
func TestSharedFactorsOfMany(t *testing.T) {
	source := rand.NewChaCha8([32]byte{21})
	common := primeOf("common", 256)
	var moduli []*big.Int
	for i := range 10_000 {
		n := randomOdd(source, 512)
		if i%3333 == 17 {
			n = times(common, randomOdd(source, 256))
		}
		moduli = append(moduli, n)
	}
	partners := weakkey.SharedFactors(moduli)
	for _, i := range []int{17, 3350, 6683} {
		if partners[i] < 0 {
			t.Errorf("the modulus at %d shares a prime and has no partner", i)
		}
	}
}

func randomOdd(source *rand.ChaCha8, bits int) *big.Int {
	n := randomBits(source, bits)
	return n.SetBit(n, 0, 1)
}

// BenchmarkSharedFactors takes the number of moduli of 2048 bits from JWKSAUDIT_MODULI.
func BenchmarkSharedFactors(b *testing.B) {
	counts := []int{100, 1000}
	if count, err := strconv.Atoi(os.Getenv("JWKSAUDIT_MODULI")); err == nil {
		counts = []int{count}
	}
	for _, count := range counts {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			source := rand.NewChaCha8(sha256.Sum256([]byte("benchmark")))
			moduli := make([]*big.Int, count)
			for i := range moduli {
				moduli[i] = randomOdd(source, 2048)
			}
			b.ReportAllocs()
			for b.Loop() {
				weakkey.SharedFactors(moduli)
			}
		})
	}
}
