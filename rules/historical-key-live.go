package rules

import (
	"crypto/sha256"
	"strconv"
)

var historicalKeyLive = &Rule{
	ID:       "historical-key-live",
	Title:    "A key that is listed as revoked or expired is still published as a live one",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), CWE(672), NHI(1)},
	Why:      "The owner of the key says that it must not be relied on any more, and hands it to every consumer all the same: whoever the key was revoked for goes on minting tokens that are accepted.",
	Fix:      "Remove the key from the live set now, shorten or flush the caches of its consumers, and leave it among the historical keys only.",
	Fleet: func(pass *FleetPass) {
		ended := map[[sha256.Size]byte]*Digest{}
		for i := range pass.Digests {
			d := &pass.Digests[i]
			for _, key := range d.Ended {
				ended[key] = d
			}
		}
		for i := range pass.Digests {
			d := &pass.Digests[i]
			for k, key := range d.Keys {
				if list := ended[key.Thumbprint]; list != nil {
					pass.ReportEndpointf(d, "key %d of the set is revoked or expired by the historical keys at %s, want it removed",
						k+1, quoteURL(list.Name())).About(strconv.Itoa(k))
				}
			}
		}
	},
}
