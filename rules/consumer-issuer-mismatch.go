package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerIssuerMismatch = &Rule{
	ID:       "consumer-issuer-mismatch",
	Title:    "Consumer expects another issuer than the metadata names",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), OIDCDiscovery("4.3"), RFC(8414, "3.3"), CWE(436)},
	Why:      "Issuers are compared character for character, a trailing slash included: this consumer refuses every token that carries the issuer which the metadata names.",
	Fix:      "Configure the consumer with the issuer as its metadata spells it.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range misnaming(pass) {
			want := c.Issuers[0]
			f := pass.ReportConsumerf(c, "issuer is %s%s, want %s as the metadata names it",
				issuerLabels(c), source(want.From), quoteURL(pass.Discovery().Issuer)).resting(want.From)
			if !want.At.IsZero() {
				f.Origin = want.At
			}
		}
	},
}

// misnaming lists the consumers that expect another issuer than the metadata
// names, while nothing is wrong with the metadata itself.
func misnaming(pass *EndpointPass) []*inventory.Consumer {
	metadata := lastMetadata(pass)
	if metadata == nil || metadata.Value == nil || metadata.Value.Issuer == "" || strings.ContainsAny(metadata.Value.Issuer, "{}") {
		return nil
	}
	named, at := metadata.Value.Issuer, metadata.Response.URL
	atHome := strings.HasPrefix(at, strings.TrimSuffix(named, "/")+"/.well-known/")
	return slices.DeleteFunc(slices.Clone(pass.Endpoint.Consumers), func(c *inventory.Consumer) bool {
		slash := slices.ContainsFunc(c.Issuers, func(v inventory.Value[string]) bool { return sameButSlash(v.V, named) })
		stated := slices.ContainsFunc(c.DiscoveryURLs, func(v inventory.Value[string]) bool { return v.From.Known() && sameURL(v.V, at) })
		concerned := slash || stated && atHome
		return !concerned || !refuses(c, named)
	})
}

// refuses reports whether a consumer certainly takes no token of an issuer.
func refuses(c *inventory.Consumer, issuer string) bool {
	accepts := func(v inventory.Value[string]) bool { return !v.From.Known() || v.V == "" || v.V == issuer }
	check := c.Checks.Issuer
	return check.From.Known() && check.V && len(c.Issuers) > 0 && !slices.ContainsFunc(c.Issuers, accepts)
}

func issuerLabels(c *inventory.Consumer) string {
	var labels []string
	for _, v := range c.Issuers {
		labels = append(labels, quoteURL(v.V))
	}
	return some(labels, " or ")
}
