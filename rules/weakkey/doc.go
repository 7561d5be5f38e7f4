// Package weakkey is the number theory behind the key rules: it reports that a
// public key is weak and by which class of weakness, never by what secret.
//
// Each search looks for one weakness of an RSA modulus and answers with a [Verdict]:
//
//   - [SmallFactor]: a prime of at most 65537 divides it.
//   - [CloseFactors], [RelatedFactors]: Fermat's method factors it at once, as it is or
//     after multiplication by a small number.
//   - [PerfectPower]: it is a power.
//   - [ROCA]: it has the structure of CVE-2017-15361.
//   - [SmallSecretExponent]: its exponent gives the private one away.
//   - [Prime], [SmoothFactor]: it is a prime, or p-1 has small factors. These two take
//     milliseconds and more.
//
// [RepeatedBits] and [BitBias] tell a modulus from a random number. [SharedFactors]
// compares moduli with each other. [Documented], [Predictable] and [Blocklist] know keys
// by their hash.
//
// [OnCurve] checks a point of an elliptic curve, [TrivialScalar], [TrivialSeed],
// [Undecodable] and [LowOrder] look at points and private keys that no generator makes,
// [OKPOctets] and [MLDSAOctets] give the length that a public key must have. They know a
// fixed list of names and say so of any other name; an unknown name is no verdict.
//
// # What it refuses
//
// No function returns, logs or keeps a factor, a private exponent or anything
// from which one follows at once. The package proves no key to be sound: it has
// looked for the weaknesses above, and NotFound is the strongest word that it has.
//
// # Bounds
//
// Keys come from strangers. Moduli above [MaxModulusBits] are declined, with a
// verdict of their own, before any work is done; below it, the cost of every
// function has a bound that its comment states. The package does no I/O, reads no
// clock, starts no goroutine and is safe for concurrent use. Running times depend
// on the arguments, which are public. A nil *big.Int panics, as in math/big.
package weakkey
