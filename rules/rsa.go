package rules

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	// factorableRSABits is where factoring stops being research: 829 bits were
	// factored in public in 2020.
	factorableRSABits = 1024
	// minRSABits is the least modulus that JOSE allows (RFC 7518 sections 3.3, 3.5, 4.2 and 4.3).
	minRSABits = 2048
	// maxRSABits is the longest modulus with which most verifiers work.
	maxRSABits = 8192
)

// exponentDefect says why no RSA key has this exponent; "" where one may. A
// modulus of zero is not held against the exponent.
func exponentDefect(key *inventory.RSAKey) string {
	switch {
	case key.E.Cmp(big.NewInt(3)) < 0 || key.E.Bit(0) == 0:
		return numberText(key.E)
	case key.N.Sign() > 0 && key.E.Cmp(key.N) >= 0:
		return fmt.Sprintf("not below the modulus (%d and %d bits)", key.E.BitLen(), key.N.BitLen())
	}
	return ""
}

// numberText shows an integer, or only its length where it would fill the line.
func numberText(v *big.Int) string {
	switch {
	case v.BitLen() <= 64:
		return v.String()
	case v.Bit(0) == 0:
		return "an even number of " + bitsText(v)
	}
	return "an odd number of " + bitsText(v)
}

func bitsText(v *big.Int) string { return strconv.Itoa(v.BitLen()) + " bits" }

// A search looks for one weakness of a modulus.
type search func(n *big.Int) weakkey.Verdict

// foundBy reports whether a search finds a weakness in n that none of the plainer
// ones does, whose rules say it then. They are asked last: the search finds nothing
// in almost all keys.
func foundBy(last search, n *big.Int, plainer ...search) bool {
	if last(n) != weakkey.Found {
		return false
	}
	for _, search := range plainer {
		if search(n) == weakkey.Found {
			return false
		}
	}
	return true
}
