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
		publishers := map[[sha256.Size]byte][]string{} // of each key, in target order
		for i := range pass.Digests {
			d := &pass.Digests[i]
			name := publisher(d)
			for _, key := range d.Keys {
				names := publishers[key.Thumbprint]
				if key.Thumbprint != [sha256.Size]byte{} && name != "" && len(names) <= mostSharers && !slices.Contains(names, name) {
					publishers[key.Thumbprint] = append(names, name)
				}
			}
		}
		for i := range pass.Digests {
			d := &pass.Digests[i]
			if others := sharers(d, publishers); len(others) > 0 {
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

// sharers names the other publishers of keys of this endpoint.
func sharers(d *Digest, publishers map[[sha256.Size]byte][]string) []string {
	own := publisher(d)
	if own == "" {
		return nil
	}
	var others []string
	for _, key := range d.Keys {
		for _, name := range publishers[key.Thumbprint] {
			if shown := quoteURL(name); name != own && !slices.Contains(others, shown) && len(others) < mostSharers {
				others = append(others, shown)
			}
		}
	}
	return others
}
