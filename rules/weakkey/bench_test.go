package weakkey_test

import (
	"crypto/elliptic"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

func BenchmarkSmallFactor(b *testing.B) {
	benchmarkModuli(b, weakkey.SmallFactor)
}

func BenchmarkCloseFactors(b *testing.B) {
	benchmarkModuli(b, weakkey.CloseFactors)
}

func BenchmarkRelatedFactors(b *testing.B) {
	benchmarkModuli(b, weakkey.RelatedFactors)
}

func BenchmarkPerfectPower(b *testing.B) {
	benchmarkModuli(b, weakkey.PerfectPower)
}

func BenchmarkROCA(b *testing.B) {
	benchmarkModuli(b, weakkey.ROCA)
}

func BenchmarkRepeatedBits(b *testing.B) {
	benchmarkModuli(b, func(n *big.Int) weakkey.Verdict {
		weakkey.RepeatedBits(n)
		return weakkey.NotFound
	})
}

func BenchmarkPrime(b *testing.B) {
	benchmarkModuli(b, weakkey.Prime)
}

func BenchmarkSmoothFactor(b *testing.B) {
	benchmarkModuli(b, weakkey.SmoothFactor)
}

// BenchmarkCloseFactorsUnfiltered is the worst case: every round passes the filter.
func BenchmarkCloseFactorsUnfiltered(b *testing.B) {
	const filterModulus = 64 * 63 * 55 * 43 * 41 * 37 * 31 * 29 * 23 * 19 * 17 * 13
	factor := big.NewInt(filterModulus)
	for _, bits := range []int{2048, weakkey.MaxModulusBits} {
		b.Run(strconv.Itoa(bits), func(b *testing.B) {
			n := randomBits(rand.NewChaCha8([32]byte{}), bits-factor.BitLen())
			n.Mul(n, factor)
			for b.Loop() {
				weakkey.CloseFactors(n)
			}
		})
	}
}

func BenchmarkOnCurve(b *testing.B) {
	for _, c := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		params := c.Params()
		b.Run(params.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				weakkey.OnCurve(params.Name, params.Gx, params.Gy)
			}
		})
	}
}

func benchmarkModuli(b *testing.B, search func(*big.Int) weakkey.Verdict) {
	for _, bits := range []int{1024, 2048, 4096, weakkey.MaxModulusBits} {
		b.Run(strconv.Itoa(bits), func(b *testing.B) {
			n := withstanding(bits)
			b.ReportAllocs()
			for b.Loop() {
				search(n)
			}
		})
	}
}

// withstanding returns a number of the given length in bits in which neither search
// finds anything, so that both run to their end.
func withstanding(bits int) *big.Int {
	source := rand.NewChaCha8([32]byte{})
	for {
		n := randomBits(source, bits)
		if weakkey.SmallFactor(n) == weakkey.NotFound && weakkey.CloseFactors(n) == weakkey.NotFound {
			return n
		}
	}
}

// randomBits returns a random number of exactly the given length in bits.
func randomBits(source *rand.ChaCha8, bits int) *big.Int {
	octets := make([]byte, (bits+7)/8)
	source.Read(octets)
	n := new(big.Int).SetBytes(octets)
	n.Rsh(n, uint(8*len(octets)-bits))
	return n.SetBit(n, bits-1, 1)
}
