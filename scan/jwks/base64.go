package jwks

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// looseness says how a text departs from canonical base64 or base64url.
type looseness struct {
	padded   bool // '=' at the end
	unpadded bool // no '=' where base64 has it
	standard bool // '+' or '/'
	urlSafe  bool // '-' or '_'
	space    bool
	trailing bool // unused trailing bits are set (RFC 4648 section 3.5)
	length   bool // a length that no octets give; the last character was dropped
}

// decode64 reads base64 in either alphabet, with or without padding and white
// space. It fails only where another character stands in the text.
func decode64(text []byte) (octets []byte, loose looseness, ok bool) {
	digits := make([]byte, 0, len(text))
	for _, c := range text {
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			loose.space = true
			continue
		case c == '=':
			loose.padded = true
			continue
		case loose.padded:
			return nil, loose, false
		case c == '+' || c == '/':
			loose.standard = true
			c = map62(c)
		case c == '-' || c == '_':
			loose.urlSafe = true
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		default:
			return nil, loose, false
		}
		digits = append(digits, c)
	}
	if len(digits)%4 == 1 {
		loose.length = true
		digits = digits[:len(digits)-1]
	}
	loose.unpadded = !loose.padded && len(digits)%4 != 0
	octets = make([]byte, base64.RawURLEncoding.DecodedLen(len(digits)))
	n, err := base64.RawURLEncoding.Decode(octets, digits)
	if err == nil { // bits beyond the last octet are set if it is not spelt like this
		var tail [4]byte
		base64.RawURLEncoding.Encode(tail[:], octets[n/3*3:n])
		loose.trailing = !bytes.HasPrefix(tail[:], digits[len(digits)/4*4:])
	}
	clear(digits) // it may be a secret
	return octets[:n], loose, err == nil
}

// map62 turns the two last digits of base64 into those of base64url.
func map62(c byte) byte {
	if c == '+' {
		return '-'
	}
	return '_'
}

// record notes how a base64url member departs from RFC 7515 section 2.
func (l looseness) record(facts *facts, name string) {
	if l.padded {
		facts.add(inventory.FactPadding, name, "ends in '=', want base64url without padding")
	}
	if l.standard {
		facts.add(inventory.FactAlphabet, name, "has '+' or '/', want base64url")
	}
	if l.space {
		facts.add(inventory.FactAlphabet, name, "has white space, want base64url")
	}
	if l.length {
		facts.add(inventory.FactNonCanonical, name, "a length that no octets give; the last character was ignored")
	}
	if l.trailing {
		facts.add(inventory.FactNonCanonical, name, "unused trailing bits are set, want zero bits")
	}
}

// recordStandard notes how an element of x5c departs from base64 (RFC 7517 section 4.7).
func (l looseness) recordStandard(facts *facts, name string, index int) {
	note := func(kind inventory.FactKind, detail string) {
		facts.add(kind, name, fmt.Sprintf("element %d %s", index, detail))
	}
	if l.urlSafe {
		note(inventory.FactAlphabet, "has '-' or '_', want base64")
	}
	if l.space {
		note(inventory.FactAlphabet, "has white space, want base64")
	}
	if l.unpadded {
		note(inventory.FactPadding, "lacks padding, want base64")
	}
	if l.length {
		note(inventory.FactNonCanonical, "has a length that no octets give")
	}
	if l.trailing {
		note(inventory.FactNonCanonical, "has unused trailing bits set, want zero bits")
	}
}
