package rules

import (
	"math/big"
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

var rsaPrimeShared = &Rule{
	ID:       "rsa-prime-shared",
	Title:    "Two RSA keys of the scan have a prime in common",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs: []Ref{
		baselineRequirements("6.1.1.3"),
		Source("Mining your Ps and Qs (factorable.net)", "", "https://factorable.net/weakkeys12.extended.pdf"), CWE(338), NHI(9),
	},
	Why:    "The greatest common divisor of the two moduli factors both at once, whatever their length, and whoever computes it mints tokens that the consumers of both accept.",
	Fix:    replaceAtOnce + " Replace the generator, too: it had no randomness of its own when it made the key, as devices and images that make keys at their first start may not.",
	Moduli: true,
	Fleet: func(pass *FleetPass) {
		moduli := pass.moduli()
		for i, partner := range weakkey.SharedFactors(moduli.numbers) {
			if partner < 0 {
				continue
			}
			for _, at := range moduli.published[i] {
				f := moduli.report(pass, at, "RSA modulus of %s shares a prime with that of %s, want primes of its own",
					bitsText(moduli.numbers[i]), moduli.nameFor(at, partner))
				f.Confidence = Certain
			}
		}
	},
}

// fleetModuli are the different moduli of a scan, in target order, and who publishes
// each, or did before.
type fleetModuli struct {
	digests   []Digest
	numbers   []*big.Int
	published [][]fleetKey
	past      [][]int        // digests that published it before
	index     map[string]int // by octets; -1 for what is left out
}

// fleetKey is the place of a key in the digests.
type fleetKey struct{ digest, key int }

func newFleetModuli(digests []Digest) *fleetModuli {
	m := &fleetModuli{digests: digests, index: map[string]int{}}
	for d := range digests {
		for k := range digests[d].Keys {
			if i := m.find(&digests[d].Keys[k]); i >= 0 {
				m.published[i] = append(m.published[i], fleetKey{d, k})
			}
		}
		for k := range digests[d].Past {
			if i := m.find(&digests[d].Past[k]); i >= 0 {
				m.past[i] = append(m.past[i], d)
			}
		}
	}
	return m
}

// find gives the place of a key's modulus; -1 for what is none, and for one with a
// small prime, which damaged ones have in common without anybody's fault.
func (m *fleetModuli) find(key *KeyDigest) int {
	octets := octetsOf(key.Modulus)
	i, known := m.index[octets]
	if known {
		return i
	}
	i = -1
	if n := new(big.Int).SetBytes([]byte(octets)); n.BitLen() > 1 && weakkey.SmallFactor(n) == weakkey.NotFound {
		i = len(m.numbers)
		m.numbers, m.published, m.past = append(m.numbers, n), append(m.published, nil), append(m.past, nil)
	}
	m.index[octets] = i
	return i
}

// report reports a defect of one key in comparison with others.
func (m *fleetModuli) report(pass *FleetPass, at fleetKey, format string, args ...any) *Finding {
	f := pass.ReportEndpointf(&m.digests[at.digest], format, args...)
	f.Thumbprint = m.digests[at.digest].Keys[at.key].rsaThumbprint()
	f.key = f.Thumbprint
	return f
}

// nameFor names the publisher of another modulus, as seen from a key.
func (m *fleetModuli) nameFor(from fleetKey, modulus int) string {
	for _, at := range m.published[modulus] {
		if at.digest == from.digest {
			return "another key of this set"
		}
	}
	if published := m.published[modulus]; len(published) > 0 {
		return quoteURL(m.digests[published[0].digest].Name())
	}
	if slices.Contains(m.past[modulus], from.digest) {
		return "a key that this set held before"
	}
	return "a key that " + quoteURL(m.digests[m.past[modulus][0]].Name()) + " published before"
}
