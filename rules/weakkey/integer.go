package weakkey

import (
	"math/big"
	"math/bits"
)

// bigOne is a fresh 1: a shared one could be written to.
func bigOne() *big.Int { return big.NewInt(1) }

// low64 returns n ≥ 0 modulo 2⁶⁴.
func low64(n *big.Int) uint64 {
	words := n.Bits()
	switch {
	case len(words) == 0:
		return 0
	case bits.UintSize == 32 && len(words) > 1:
		return uint64(words[1])<<32 | uint64(words[0])
	}
	return uint64(words[0])
}
