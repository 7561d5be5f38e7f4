package weakkey

import (
	"math/big"
	"math/bits"
	"testing"
)

func TestOddPrimes(t *testing.T) {
	primes := oddPrimes(LargestSmallPrime)
	if got, want := len(primes), 6542; got != want { // π(65537) = 6543 with 2
		t.Errorf("%d odd primes, want %d", got, want)
	}
	if got := primes[len(primes)-1]; got != LargestSmallPrime {
		t.Errorf("the last is %d, want %d", got, LargestSmallPrime)
	}
}

// No product overflows, no prime is lost, and padding claims to divide nothing.
func TestBatches(t *testing.T) {
	count := 0
	for _, b := range oddPrimeBatches() {
		for _, g := range b {
			count += len(g.primes)
			if got := g.product * g.inverse; got != 1 {
				t.Errorf("product %d times its inverse is %d, want 1", g.product, got)
			}
			product := uint64(1)
			for _, p := range g.primes {
				high, low := bits.Mul64(product, inverse(p.inverse))
				if high != 0 {
					t.Errorf("product of a group overflows")
				}
				product = low
			}
			if product != g.product {
				t.Errorf("product %d, want %d", g.product, product)
			}
			if len(g.primes) == 0 && g.divides(0) {
				t.Error("an empty group divides zero")
			}
		}
	}
	if count != 6542 {
		t.Errorf("%d primes in groups, want 6542", count)
	}
}

func TestFilterModuli(t *testing.T) {
	product := big.NewInt(1)
	for _, m := range filterModuli() {
		modulus := big.NewInt(int64(m))
		if m > 64 {
			t.Errorf("%d does not fit a map of 64 bits", m)
		}
		if new(big.Int).GCD(nil, nil, product, modulus).Cmp(big.NewInt(1)) != 0 {
			t.Errorf("%d shares a factor with another modulus", m)
		}
		product.Mul(product, modulus)
	}
	if product.Cmp(new(big.Int).SetUint64(filterModulus)) != 0 {
		t.Errorf("the moduli multiply to %d, want %d", product, uint64(filterModulus))
	}
}

func TestVerdictString(t *testing.T) {
	for v, want := range map[Verdict]string{
		Declined: "declined", NotFound: "not found", Found: "found", 7: "Verdict(7)",
	} {
		if got := v.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
