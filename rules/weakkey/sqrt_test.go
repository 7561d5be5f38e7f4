package weakkey

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// Random numbers, and the neighbours of squares and of powers of two, where a root
// that is off by one shows.
func TestFloorSqrt(t *testing.T) {
	source := rand.NewChaCha8([32]byte{3})
	for bits := range uint(1200) {
		octets := make([]byte, bits/8+1)
		source.Read(octets)
		random := new(big.Int).SetBytes(octets)
		checkFloorSqrt(t, random)
		checkNeighbours(t, random.Mul(random, random))
		checkNeighbours(t, new(big.Int).Lsh(big.NewInt(1), bits))
	}
}

func checkNeighbours(t *testing.T, n *big.Int) {
	t.Helper()
	for _, step := range []int64{-1, 0, 1} {
		if neighbour := new(big.Int).Add(n, big.NewInt(step)); neighbour.Sign() >= 0 {
			checkFloorSqrt(t, neighbour)
		}
	}
}

func checkFloorSqrt(t *testing.T, n *big.Int) {
	t.Helper()
	if got, want := floorSqrt(n), new(big.Int).Sqrt(n); got.Cmp(want) != 0 {
		t.Errorf("⌊√%#x⌋: got %#x, want %#x", n, got, want)
	}
}
