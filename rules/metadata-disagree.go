package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var metadataDisagree = &Rule{
	ID:       "metadata-disagree",
	Title:    "The two metadata documents of the issuer disagree",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8414, "3"), RFC(8414, "5"), OIDCDiscovery("4"), CWE(436), NHI(4)},
	Why:      "Consumers of OpenID Connect read the one, consumers of OAuth the other: they trust different keys, or reject each other's tokens, and a rotation reaches only some of them.",
	Fix:      "Serve the same values from both well-known places, best from one source.",
	Endpoint: func(pass *EndpointPass) {
		first, document := pass.Discovery(), otherMetadata(pass)
		if first == nil || document == nil || document.Value == nil {
			return
		}
		other, place := document.Value, document.Response.URL
		for _, member := range []struct{ name, here, there string }{
			{"issuer", first.Issuer, other.Issuer}, {"jwks_uri", first.JWKSURI, other.JWKSURI},
		} {
			if member.here != member.there && first.Has(member.name) && other.Has(member.name) {
				pass.ReportMetadataf("%s is %s here and %s at %s, want the same",
					member.name, quoteURL(member.here), quoteURL(member.there), quoteURL(place)).About(member.name)
			}
		}
		if here, there := sortedAlgorithms(first), sortedAlgorithms(other); len(here) > 0 && len(there) > 0 && !slices.Equal(here, there) {
			pass.ReportMetadataf("signing algorithms are %s here and %s at %s, want the same",
				some(here, ", "), some(there, ", "), quoteURL(place)).About("algorithms")
		}
	},
}

// otherMetadata is the metadata at the issuer's other well-known place; nil where it
// was not asked or there is none.
func otherMetadata(pass *EndpointPass) *inventory.Document[inventory.Discovery] {
	return newest(pass, func(o *inventory.Observation) *inventory.Document[inventory.Discovery] { return o.OtherMetadata })
}

// sortedAlgorithms quotes the algorithms for ID tokens, each once.
func sortedAlgorithms(d *inventory.Discovery) []string {
	var names []string
	for _, name := range d.SigningAlgs {
		names = append(names, quote(name))
	}
	slices.Sort(names)
	return slices.Compact(names)
}
