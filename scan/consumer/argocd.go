package consumer

import (
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// argocd reads oidc.config, which is YAML within the ConfigMap argocd-cm or the Helm
// values that make it. Dex, which Argo CD may run beside it, is another program.
func argocd() Dialect {
	return Dialect{
		Product:  "argocd",
		Signs:    []string{"oidc.config"},
		Variants: []Variant{argocdDefaults()},
		Open:     func() Reader { return &fileReader{read: readArgocd} },
	}
}

const argocdSettings = "argoproj/argo-cd@37ee009 util/settings/settings.go"

func argocdDefaults() Variant {
	const provider = "argoproj/argo-cd@37ee009 util/oidc/provider.go"
	return Variant{
		Since:    "2.14",
		Before:   "3.6",
		Verified: "2026-11-28",
		Refresh:  checkedEachTime(goOIDCRefresh(), provider),
		Checks: inventory.Checks{
			Issuer:   byDefault(true, goOIDCVerifier),
			Audience: byDefault(true, argocdSettings),
			// Those of the issuer's metadata that go-oidc supports, else RS256.
			Algorithms:  byDefault([]string(nil), goOIDCVerifier),
			Skew:        goOIDCSkew(),
			VerifiesTLS: byDefault(true, argocdSettings),
		},
		Capabilities: goOIDCCapabilities(goOIDCKeySet),
	}
}

func readArgocd(file *config.File) (found []*inventory.Consumer, known bool) {
	insecure := map[string]*config.Node{} // by the line of the mapping that holds oidc.config
	for _, doc := range file.Documents("oidc.config", "issuer") {
		for n := range doc.Root().All() {
			if n.Get("oidc.config") != nil {
				insecure[strconv.Itoa(n.At.Line)] = n.Get("oidc.tls.insecure.skip.verify")
			}
		}
		issuer := doc.Root().Get("issuer")
		if doc.Name != "oidc.config" || issuer == nil {
			continue
		}
		known = true
		s := declare(doc, doc.Root(), doc.Root().Get("name").Scalar(), issuer.At, argocdDefaults())
		readArgocdConfig(s, doc.Root(), insecure[doc.Folder[strings.LastIndex(doc.Folder, ":")+1:]])
		found = append(found, s.consumer)
	}
	return found, known
}

func readArgocdConfig(s settings, oidc, insecure *config.Node) {
	checks := &s.consumer.Checks
	s.consumer.Issuers = s.argocdTexts(oidc.Get("issuer"))
	audiences := s.argocdTexts(oidc.Get("allowedAudiences"))
	if len(audiences) == 0 { // then those of the clients
		audiences = append(s.argocdTexts(oidc.Get("clientID")), s.argocdTexts(oidc.Get("cliClientID"))...)
	}
	checks.Audiences = audiences
	skip := truth(s, oidc.Get("skipAudienceCheckWhenTokenHasNoAudience"), inventory.Value[bool]{})
	if skip.V {
		s.note("skipAudienceCheckWhenTokenHasNoAudience (%s): a token without an audience is accepted", skip.At)
	}
	skips := truth(s.named("oidc.tls.insecure.skip.verify"), insecure, inventory.Value[bool]{})
	switch {
	case skips.At.IsZero():
	case skips.From.Known():
		checks.VerifiesTLS = inventory.Value[bool]{V: !skips.V, From: skips.From, At: skips.At}
	default:
		checks.VerifiesTLS = skips
	}
}

// argocdTexts reads texts of which one that begins with "$" stands for an entry of
// a Secret.
func (s settings) argocdTexts(n *config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, item := range n.Elements() {
		if name, ok := strings.CutPrefix(item.Scalar(), "$"); ok && !strings.HasPrefix(name, "{") {
			s.unresolved(item, item.Text)
			out = append(out, inventory.Value[string]{From: inventory.Unresolved, At: item.At, Text: item.Text})
			continue
		}
		out = append(out, s.one(item)...)
	}
	return out
}
