package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// lastMetadata is the newest look at the metadata, whether it gave some or not;
// nil where there was none.
func lastMetadata(pass *EndpointPass) *inventory.Document[inventory.Discovery] {
	return newest(pass, func(o *inventory.Observation) *inventory.Document[inventory.Discovery] { return o.Metadata })
}

// issuers returns the identifier that was asked for and the one that the
// metadata names; false where either is not known, or the metadata serves many
// tenants and leaves a placeholder in its place.
func issuers(pass *EndpointPass) (asked, named string, ok bool) {
	metadata := pass.Discovery()
	if metadata == nil || metadata.Issuer == "" || pass.Endpoint.Asked == "" {
		return "", "", false
	}
	template := strings.ContainsAny(metadata.Issuer, "{}")
	return pass.Endpoint.Asked, metadata.Issuer, !template
}

// sameButSlash reports whether two issuers are one but for a trailing slash.
func sameButSlash(a, b string) bool { return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/") }

// advertised gives the algorithms of one family that the metadata lists for ID
// tokens, each once.
func advertised(metadata *inventory.Discovery, of family) []string {
	var names []string
	for _, name := range metadata.SigningAlgs {
		if algorithmFamily(name) == of && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// reportAlgorithms reports the algorithms of some families that a list of the
// metadata offers.
func reportAlgorithms(pass *EndpointPass, list string, families ...family) {
	metadata := pass.Discovery()
	if metadata == nil {
		return
	}
	var found []string
	for _, name := range metadata.Listed(list) {
		if slices.Contains(families, algorithmFamily(name)) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if len(found) > 0 {
		pass.ReportMetadataf("%s lists %s, want asymmetric algorithms alone", list, strings.Join(found, ", ")).About(list)
	}
}
