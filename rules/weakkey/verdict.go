package weakkey

import "fmt"

// MaxModulusBits is the longest modulus, in bits, that is analysed. It is four
// times the longest that is common (4096) and what OpenSSL, too, calls the limit
// (OPENSSL_RSA_MAX_MODULUS_BITS); beyond it, cost serves only the attacker.
const MaxModulusBits = 16384

// A Verdict is what the search for one weakness came to.
type Verdict uint8

const (
	// Declined: the number is out of range and was not analysed, so nothing is
	// known about the key. The zero value, lest a verdict that was never reached
	// reads as a clean one.
	Declined Verdict = iota
	// NotFound: the search was completed and the weakness is absent.
	NotFound
	// Found: the key has the weakness.
	Found
)

func (v Verdict) String() string {
	switch v {
	case Declined:
		return "declined"
	case NotFound:
		return "not found"
	case Found:
		return "found"
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}
