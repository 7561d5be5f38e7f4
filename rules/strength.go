package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nextRSABits gives 128 bits of security (NIST SP 800-57 Part 1 section 5.6).
const nextRSABits = 3072

// endOf112Bits is when NIST stops 112 bits of security from being applied.
func endOf112Bits() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }

// reportShortOfNext reports, once for the set, the RSA keys that are long enough for
// JOSE and give less than 128 bits of security.
func reportShortOfNext(pass *EndpointPass, when string) {
	var short []*inventory.Key
	all, least := 0, nextRSABits
	for key, public := range pass.RSAKeys() {
		all++
		if bits := public.N.BitLen(); bits >= minRSABits && bits < nextRSABits {
			short = append(short, key)
			least = min(least, bits)
		}
	}
	if len(short) > 0 {
		pass.ReportSetf("RSA modulus is down to %d bits on %d of %d RSA keys (%s), want at least %d %s",
			least, len(short), all, keyLabels(short), nextRSABits, when)
	}
}
