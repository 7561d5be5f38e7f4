package weakkey

import (
	"math/big"
	"math/bits"
)

// Repetition is how far a modulus repeats itself.
type Repetition uint8

// The kinds of repetition.
const (
	NotRepeated    Repetition = iota // or too long to be looked at
	RepeatedPart                     // a part of it: such as a chosen text in a "vanity" key
	RepeatedFigure                   // its leading three eighths, as where both primes repeat themselves
)

// RepeatedBits looks for bits that repeat themselves as no random number's do:
//
//   - 16 equal octets in a row, which a random number of 4096 bits has once in 2¹¹¹;
//   - leading digits that are nearly those of a fraction a/b with a small b: any
//     pattern of up to some 100 bits that fills the first 384. Where both primes repeat
//     a pattern to near their ends, the upper half of their product does so, too
//     ("Factoring RSA keys from certified smart cards: Coppersmith in the wild",
//     Bernstein and others, 2013).
//
// An n below 1 or above MaxModulusBits is NotRepeated. The cost is about 10 µs.
func RepeatedBits(n *big.Int) Repetition {
	if n.Sign() <= 0 || n.BitLen() > MaxModulusBits {
		return NotRepeated
	}
	if b := nearFraction(n); b != nil {
		// n·b falls short of a multiple of 2^bits, or exceeds it, by little.
		distance := truncate(b.Mul(b, n), uint(n.BitLen()))
		if rest := new(big.Int).Lsh(bigOne(), uint(n.BitLen())); distance.Bit(n.BitLen()-1) == 1 {
			distance.Sub(rest, distance)
		}
		if distance.BitLen() <= n.BitLen()-n.BitLen()*3/8 {
			return RepeatedFigure
		}
		return RepeatedPart
	}
	if equalOctets(n.Bytes(), 16) {
		return RepeatedPart
	}
	return NotRepeated
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

// nearFraction returns the b of a fraction a/b that the leading bits of n are nearly:
// one that is followed by a quotient of 2⁶⁴ or more in their continued fraction, as one
// in 2⁶⁴ is by chance. The last quotients, which depend on where the bits were cut, are
// left out. It is nil where there is none.
func nearFraction(n *big.Int) *big.Int {
	const precision, large = 384, 64
	if n.BitLen() < precision+large {
		return nil
	}
	x := new(big.Int).Lsh(bigOne(), precision)
	y := new(big.Int).Rsh(n, uint(n.BitLen()-precision))
	quotient := new(big.Int)
	b0, b := new(big.Int), bigOne()
	for 2*b.BitLen() < precision-large {
		if x.BitLen()-y.BitLen() > large {
			return b
		}
		quotient.QuoRem(x, y, x)
		x, y = y, x
		b0.Add(b0, quotient.Mul(quotient, b))
		b0, b = b, b0
	}
	return nil
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
