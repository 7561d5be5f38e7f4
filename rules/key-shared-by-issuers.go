package rules

import (
	"crypto/sha256"
	"slices"
	"strings"
)

var keySharedByIssuers = &Rule{
	ID:       "key-shared-by-issuers",
	Title:    "Two issuers publish the same key",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.8"), CWE(323), NHI(8), NHI(9)},
	Why:      "A token of either issuer verifies at the consumers of both: only the check of `iss` keeps them apart, and whoever takes the key from one has both.",
	Fix:      "Give each issuer keys of its own. Names of one and the same issuer are no defect.",
	Fleet: func(pass *FleetPass) {
		publishers := map[[sha256.Size]byte][]sharer{} // of each key, in target order
		for i := range pass.Digests {
			d := &pass.Digests[i]
			own := sharerOf(d)
			for _, key := range d.Keys {
				others := publishers[key.Thumbprint]
				if key.Thumbprint != [sha256.Size]byte{} && own.name != "" && len(others) <= mostSharers && !slices.Contains(others, own) {
					publishers[key.Thumbprint] = append(others, own)
				}
			}
		}
		tenants := tenantsByURL(pass.Digests) // one set for several issuers is another rule's
		for i := range pass.Digests {
			d := &pass.Digests[i]
			if others := sharers(d, publishers, tenants[d.URL]); len(others) > 0 {
				pass.ReportEndpointf(d, "the same key is published by %s, want a key of its own", strings.Join(others, ", "))
			}
		}
	},
}

// mostSharers is how many others are named: a key that thousands share costs no
// more than one that six do.
const mostSharers = 5

// publisher is who publishes a key set: its issuer, else its host; "" for a file,
// which may be a copy of anything.
func publisher(d *Digest) string {
	if d.Issuer != "" {
		return strings.TrimSuffix(d.Issuer, "/")
	}
	return hostOf(d.URL)
}

// sharer is who publishes a key, by one name for all that it is declared to go by.
type sharer struct{ name, environment string }

func sharerOf(d *Digest) sharer {
	if d.Declared != nil {
		return sharer{strings.TrimSuffix(d.Declared.Name(), "/"), d.Declared.Environment}
	}
	return sharer{name: publisher(d)}
}

// sharers names the other publishers of keys of this endpoint. Those of another
// environment, and the tenants of the same key set, are other rules'.
func sharers(d *Digest, publishers map[[sha256.Size]byte][]sharer, tenants []string) []string {
	own := sharerOf(d)
	if own.name == "" {
		return nil
	}
	var others []string
	for _, key := range d.Keys {
		for _, other := range publishers[key.Thumbprint] {
			apart := own.environment != "" && other.environment != "" && !sameEnvironment(own.environment, other.environment)
			if shown := quoteURL(other.name); other.name != own.name && !apart && !slices.Contains(tenants, other.name) && !slices.Contains(others, shown) && len(others) < mostSharers {
				others = append(others, shown)
			}
		}
	}
	return others
}
