package rules

import (
	"crypto/sha256"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var keySharedAcrossEnvironments = &Rule{
	ID:       "key-shared-across-environments",
	Title:    "Issuers of two environments publish the same key",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("6.2"), CWE(668), NHI(8), NHI(9)},
	Why:      "A token that is signed in the one environment verifies in the other: whoever can use the key of the test system has that of production.",
	Fix:      "Make new keys for each environment, and treat the shared one as exposed where it counts most.",
	Fleet: func(pass *FleetPass) {
		first := map[[sha256.Size]byte]*Digest{} // of each key, in a declared environment
		for i := range pass.Digests {
			d := &pass.Digests[i]
			if d.Declared == nil || d.Declared.Environment == "" {
				continue
			}
			for _, key := range d.Keys {
				other := first[key.Thumbprint]
				if other == nil && key.Thumbprint != [sha256.Size]byte{} {
					first[key.Thumbprint] = d
				}
				if other != nil && !sameEnvironment(other.Declared.Environment, d.Declared.Environment) {
					f := pass.ReportEndpointf(d, "a key of %s is that of %s of %s, want keys of its own",
						quote(d.Declared.Environment), quoteURL(other.Name()), quote(other.Declared.Environment)).About(other.Name())
					f.Related = joinOrigins(f.Origin, f.Related, []inventory.Origin{other.Origin})
					break
				}
			}
		}
	},
}
