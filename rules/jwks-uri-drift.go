package rules

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var jwksURIDrift = &Rule{
	ID:       "jwks-uri-drift",
	Title:    "Consumer fetches keys from elsewhere than its issuer's metadata names",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(1329)},
	Why:      "The issuer signs with keys of the set that its metadata names: the consumer refuses every token of one that the other URL lacks, and nobody tells it when that URL is given up.",
	Fix:      "Compare both sets, then configure the URL that the metadata names, or let the consumer find it through the issuer.",
	Fleet: func(pass *FleetPass) {
		named := map[string][]*Digest{} // by issuer without a trailing slash
		known := map[string]*Digest{}   // by URL
		for i := range pass.Digests {
			d := &pass.Digests[i]
			if d.Named {
				named[publisher(d)] = append(named[publisher(d)], d)
			}
			known[plainURL(d.URL)] = d
		}
		for _, c := range pass.Consumers {
			stated := c.JWKSURLs
			if len(stated) == 0 || !allKnown(stated) {
				continue
			}
			for _, issuer := range c.Issuers {
				if ds := named[strings.TrimSuffix(issuer.V, "/")]; issuer.From.Known() && len(ds) > 0 && !states(stated, ds) {
					reportDrift(pass, c, issuer.V, ds[0], known)
				}
			}
		}
	},
}

// reportDrift reports a consumer of an issuer whose metadata names another key
// set, unless that holds no key which those of the consumer lack.
func reportDrift(pass *FleetPass, c *inventory.Consumer, issuer string, named *Digest, known map[string]*Digest) {
	have := map[[sha256.Size]byte]bool{}
	read := len(named.Keys) > 0
	for _, v := range c.JWKSURLs {
		d := known[plainURL(v.V)]
		if d == nil || len(d.Keys) == 0 {
			read = false
			continue
		}
		for _, key := range d.Keys {
			have[key.Thumbprint] = true
		}
	}
	missing := 0
	for _, key := range named.Keys {
		if !have[key.Thumbprint] && key.Use.Value() != "enc" {
			missing++
		}
	}
	if read && missing == 0 {
		return
	}
	stated := c.JWKSURLs[0]
	text, sure := "", Tentative // both may hold the same keys
	if read {
		text, sure = fmt.Sprintf(": the former lacks %d of its %d keys", missing, len(named.Keys)), confidenceOf(stated.From)
	}
	f := pass.ReportConsumerf(c, "keys come from %s, want %s as the issuer's metadata says%s", quoteURL(stated.V), quoteURL(named.URL), text).About(issuer)
	f.Confidence, f.Issuer = sure, issuer
	if !stated.At.IsZero() {
		f.Origin = stated.At
	}
}

// states reports whether one of the URLs is that of a digest.
func states(urls []inventory.Value[string], digests []*Digest) bool {
	return slices.ContainsFunc(urls, func(v inventory.Value[string]) bool {
		return slices.ContainsFunc(digests, func(d *Digest) bool { return sameURL(v.V, d.URL) })
	})
}

func allKnown(values []inventory.Value[string]) bool {
	return !slices.ContainsFunc(values, func(v inventory.Value[string]) bool { return !v.From.Known() || v.V == "" })
}
