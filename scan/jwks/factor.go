package jwks

import (
	"math/big"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	maxProofBits = 16_384 // of a modulus that is divided
	maxPowerBits = 4_096  // of a modulus that is raised to a power: about 10 ms
)

// matchRSA proves a member of an RSA key: a prime divides n, an exponent inverts
// e modulo each prime less one, and d, where no prime is at hand, turns 2^e back into 2.
func (s secrets) matchRSA(name string, key *inventory.RSAKey) bool {
	if key.N.BitLen() < 64 || key.N.BitLen() > maxProofBits || key.E.Sign() == 0 || key.E.Cmp(key.N) >= 0 {
		return false
	}
	value := new(big.Int).SetBytes(s[name])
	defer clear(value.Bits())
	if value.Sign() == 0 || value.BitLen() > 2*key.N.BitLen() {
		return false
	}
	p, q := s.primes(key.N)
	if p == nil {
		return name == "d" && inverts(value, key)
	}
	defer clear(p.Bits())
	defer clear(q.Bits())
	switch name {
	case "p", "q":
		return value.Cmp(p) == 0 || value.Cmp(q) == 0
	case "d":
		return inverse(value, key.E, p) && inverse(value, key.E, q)
	case "dp", "dq":
		return inverse(value, key.E, p) || inverse(value, key.E, q)
	case "qi":
		return product(value, q, p) || product(value, p, q)
	}
	return false
}

// primes gives a factor of n that is published, and its cofactor; nil where none is.
func (s secrets) primes(n *big.Int) (p, q *big.Int) {
	for _, name := range [...]string{"p", "q"} {
		p = new(big.Int).SetBytes(s[name])
		if p.BitLen() < 2 || p.Cmp(n) >= 0 {
			continue
		}
		q, rest := new(big.Int).QuoRem(n, p, new(big.Int))
		if rest.Sign() == 0 {
			return p, q
		}
	}
	return nil, nil
}

// inverse reports whether d*e = 1 modulo p-1.
func inverse(d, e, p *big.Int) bool {
	return product(d, e, new(big.Int).Sub(p, big.NewInt(1)))
}

// product reports whether a*b = 1 modulo m.
func product(a, b, m *big.Int) bool {
	rest := new(big.Int).Mul(a, b)
	rest.Sub(rest, big.NewInt(1))
	return rest.Mod(rest, m).Sign() == 0
}

// inverts reports whether d undoes e on a test value. An even modulus is no RSA
// modulus, and math/big would be slow on it.
func inverts(d *big.Int, key *inventory.RSAKey) bool {
	if key.N.BitLen() > maxPowerBits || key.N.Bit(0) == 0 {
		return false
	}
	two := big.NewInt(2)
	power := new(big.Int).Exp(two, key.E, key.N)
	return power.Exp(power, d, key.N).Cmp(two) == 0
}
