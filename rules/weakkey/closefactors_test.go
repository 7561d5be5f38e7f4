package weakkey_test

import (
	cryptorand "crypto/rand"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

func TestCloseFactors(t *testing.T) {
	square := new(big.Int).Mul(mersenne(1279), mersenne(1279))
	for _, test := range []struct {
		name string
		n    *big.Int
		want weakkey.Verdict
	}{
		{"zero", big.NewInt(0), weakkey.Declined},
		{"negative", big.NewInt(-15), weakkey.Declined},
		{"one", big.NewInt(1), weakkey.NotFound},
		{"two", big.NewInt(2), weakkey.NotFound},
		{"three is 1·3 only", big.NewInt(3), weakkey.NotFound},
		{"four", big.NewInt(4), weakkey.Found},
		{"twice an odd number is no difference of squares", big.NewInt(6), weakkey.NotFound},
		{"eight", big.NewInt(8), weakkey.Found},
		{"fifteen", big.NewInt(15), weakkey.Found},
		{"boulder's tiny case", big.NewInt(59 * 101), weakkey.Found},
		{"square of a prime", square, weakkey.Found},
		{"just below a square of a prime", new(big.Int).Sub(square, big.NewInt(1)), weakkey.Found},
		{"just above a square of a prime", new(big.Int).Add(square, big.NewInt(1)), weakkey.NotFound},
		{"prime", mersenne(2203), weakkey.NotFound},
		{"primes of unlike size", new(big.Int).Mul(mersenne(521), mersenne(607)), weakkey.NotFound},
		{"longest", new(big.Int).Lsh(big.NewInt(1), weakkey.MaxModulusBits-2), weakkey.Found},
		{"too long by a bit", new(big.Int).Lsh(big.NewInt(1), weakkey.MaxModulusBits), weakkey.Declined},
		{"a million bits", new(big.Int).Lsh(big.NewInt(1), 1<<20), weakkey.Declined},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := weakkey.CloseFactors(test.n); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Every small number, against the definition by trial division.
func TestCloseFactorsOfSmallNumbers(t *testing.T) {
	root := 0
	for n := 1; n <= 50_000; n++ {
		if (root+1)*(root+1) <= n {
			root++
		}
		want := weakkey.NotFound
		for p := 2; p*p <= n; p++ {
			if n%p == 0 && (p+n/p)%2 == 0 && (p+n/p)/2-root <= weakkey.FermatRounds {
				want = weakkey.Found
			}
		}
		if got := weakkey.CloseFactors(big.NewInt(int64(n))); got != want {
			t.Fatalf("n = %d: got %v, want %v", n, got, want)
		}
	}
}

// Planted factors a-b and a+b are found up to the last round and not in the next.
func TestCloseFactorsRounds(t *testing.T) {
	source := rand.NewChaCha8([32]byte{2})
	a := randomBits(source, 1024)
	for round := range int64(2 * weakkey.FermatRounds) {
		n := plant(a, round)
		want := weakkey.Found
		if round > weakkey.FermatRounds {
			want = weakkey.NotFound
		}
		if got := weakkey.CloseFactors(n); got != want {
			t.Errorf("factors of round %d: got %v, want %v", round, got, want)
		}
	}
}

// plant returns n = a²-b² with ⌊√n⌋ = a-round, so that the round finds its factors.
func plant(a *big.Int, round int64) *big.Int {
	low := new(big.Int).Sub(a, big.NewInt(round))
	square := new(big.Int).Mul(a, a)
	gap := new(big.Int).Sub(square, low.Mul(low, low)) // b² ≤ gap keeps n ≥ (a-round)²
	b := new(big.Int).Sqrt(gap)
	return square.Sub(square, b.Mul(b, b))
}

func TestRandomPrimesAreNotFlagged(t *testing.T) {
	var primes []*big.Int
	for range 4 {
		p, err := cryptorand.Prime(cryptorand.Reader, 1024)
		if err != nil {
			t.Fatal(err)
		}
		primes = append(primes, p)
	}
	for i, p := range primes {
		for _, q := range primes[:i] {
			n := new(big.Int).Mul(p, q)
			if got := weakkey.SmallFactor(n); got != weakkey.NotFound {
				t.Errorf("SmallFactor(%#x): got %v, want %v", n, got, weakkey.NotFound)
			}
			if got := weakkey.CloseFactors(n); got != weakkey.NotFound {
				t.Errorf("CloseFactors(%#x): got %v, want %v", n, got, weakkey.NotFound)
			}
		}
	}
}

func FuzzCloseFactors(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3})
	f.Add([]byte{15})
	f.Add(new(big.Int).Mul(mersenne(521), mersenne(521)).Bytes())
	f.Add(new(big.Int).Mul(mersenne(521), mersenne(607)).Bytes())
	f.Add(plant(mersenne(607), weakkey.FermatRounds).Bytes())
	f.Fuzz(func(t *testing.T, octets []byte) {
		n := new(big.Int).SetBytes(octets)
		want := weakkey.Declined
		if n.Sign() > 0 && n.BitLen() <= weakkey.MaxModulusBits {
			want = verdictByFermat(n)
		}
		if got := weakkey.CloseFactors(n); got != want {
			t.Errorf("n = %#x: got %v, want %v", n, got, want)
		}
	})
}

// verdictByFermat is Fermat's method without a filter.
func verdictByFermat(n *big.Int) weakkey.Verdict {
	a := new(big.Int).Sqrt(n)
	for range weakkey.FermatRounds + 1 {
		square := new(big.Int).Mul(a, a)
		if square.Sub(square, n); square.Sign() >= 0 {
			b := new(big.Int).Sqrt(square)
			p, q := new(big.Int).Sub(a, b), new(big.Int).Add(a, b)
			if p.Cmp(big.NewInt(1)) > 0 && p.Mul(p, q).Cmp(n) == 0 {
				return weakkey.Found
			}
		}
		a.Add(a, big.NewInt(1))
	}
	return weakkey.NotFound
}
