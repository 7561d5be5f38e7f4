package weakkey

import (
	"math/big"
	"math/bits"
)

// Repeated looks for a modulus that repeats itself as no random number does:
//
//   - 16 equal octets in a row, which a random one of 4096 bits has once in 2¹¹¹;
//   - leading digits that are nearly a fraction a/b of a power of two with a small
//     b: any pattern of up to some 100 bits that its first 384 repeat. Where both
//     primes repeat a pattern, so does their product ("Factoring RSA keys from
//     certified smart cards: Coppersmith in the wild", Bernstein and others, 2013).
//
// An n below 1 or above MaxModulusBits is declined. The cost is about 15 µs.
func Repeated(n *big.Int) Verdict {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits {
		return Declined
	}
	if equalOctets(n.Bytes(), 16) || nearFraction(n) {
		return Found
	}
	return NotFound
}

func equalOctets(octets []byte, want int) bool {
	run := 1
	for i := 1; i < len(octets); i++ {
		if octets[i] != octets[i-1] {
			run = 0
		}
		if run++; run == want {
			return true
		}
	}
	return false
}

// nearFraction reports whether the continued fraction of the leading bits has a
// quotient of 2⁶⁴ or more: about one in 2⁶⁴ of a random number's has. The last
// quotients, which depend on where the bits were cut, are left out.
func nearFraction(n *big.Int) bool {
	const precision, large = 384, 64
	if n.BitLen() < precision+large {
		return false
	}
	x := new(big.Int).Lsh(bigOne(), precision)
	y := new(big.Int).Rsh(n, uint(n.BitLen()-precision))
	quotient := new(big.Int)
	for y.BitLen() > precision/2+large/2 {
		quotient.QuoRem(x, y, x)
		if quotient.BitLen() > large {
			return true
		}
		x, y = y, x
	}
	return x.BitLen()-y.BitLen() > large
}

// Bias is how the bits of a modulus are distributed.
type Bias uint8

// The kinds of bias.
const (
	Unbiased  Bias = iota // or too short, too long or too small to tell
	BiasedTop             // the upper half alone: such as a chosen text in a "vanity" key
	BiasedAll             // the lower half as well, which no one chooses
)

// BitBias tells how the numbers of set and clear bits of a modulus compare with those
// of a random number, the percentage of set bits being given with it. The bounds are
// those of badkeys: within 10 percent of one half above 2000 bits, 12 above 1000 and
// 17 below, 9 standard deviations at 2048 bits.
//
// An n of fewer than 512 bits, or of more than MaxModulusBits, is Unbiased.
func BitBias(n *big.Int) (bias Bias, percent int) {
	length := n.BitLen()
	if n.Sign() <= 0 || length < 512 || length > MaxModulusBits {
		return Unbiased, 0
	}
	allowed := 17
	switch {
	case length > 2000:
		allowed = 10
	case length > 1000:
		allowed = 12
	}
	words := littleEndianWords(n)
	percent = setBits(words) * 100 / length
	low := words[:len(words)/2]
	lowPercent := setBits(low) * 100 / (64 * len(low))
	switch {
	case within(percent, allowed):
		return Unbiased, percent
	case within(lowPercent, allowed):
		return BiasedTop, percent
	}
	return BiasedAll, percent
}

func within(percent, allowed int) bool { return 50-allowed < percent && percent <= 50+allowed }

func setBits(words []uint64) int {
	count := 0
	for _, word := range words {
		count += bits.OnesCount64(word)
	}
	return count
}
