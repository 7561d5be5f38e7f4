package rules

import (
	"crypto/sha256"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var kidCollision = &Rule{
	ID:       "kid-collision",
	Title:    "Key sets that one consumer merges have different keys of one kid",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "4.5"),
		Source("SPIFFE Federation", "4.2", "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md"),
		CWE(694), NHI(8),
	},
	Why: "A verifier that looks keys up by kid finds one of the two: tokens of the other issuer are refused, or which are accepted hangs on the order of the fetches.",
	Fix: "Give each issuer a verifier of its own. Where one must do, have the issuers name their keys by RFC 7638 thumbprint.",
	Fleet: func(pass *FleetPass) {
		known := map[string]*Digest{}
		for i := range pass.Digests {
			known[plainURL(pass.Digests[i].URL)] = &pass.Digests[i]
		}
		for _, c := range pass.Consumers {
			if len(c.JWKSURLs) > 1 {
				reportCollision(pass, c, known)
			}
		}
	},
}

// reportCollision reports the first two sets of a consumer that collide.
func reportCollision(pass *FleetPass, c *inventory.Consumer, known map[string]*Digest) {
	type holder struct {
		url   string
		print [sha256.Size]byte
	}
	holders := map[[8]byte]holder{} // of each kid
	for _, v := range c.JWKSURLs {
		d := known[plainURL(v.V)]
		if d == nil || !v.From.Known() {
			continue
		}
		for _, key := range d.Keys {
			if key.Kid == [8]byte{} || key.Thumbprint == [sha256.Size]byte{} || key.Use.Value() == "enc" {
				continue
			}
			first, taken := holders[key.Kid]
			if !taken {
				holders[key.Kid] = holder{d.URL, key.Thumbprint}
			}
			if taken && first.url != d.URL && first.print != key.Thumbprint {
				pass.ReportConsumerf(c, "a kid of %s is that of another key of %s, want kids that differ", quoteURL(first.url), quoteURL(d.URL)).
					resting(inventory.VendorDefault)
				return
			}
		}
	}
}
