package consumer

import (
	"fmt"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kubernetesAPIServer reads the AuthenticationConfiguration of kube-apiserver.
// Nothing in it bears on the caching of keys, which is that of go-oidc v2.
func kubernetesAPIServer() Dialect {
	return Dialect{
		Product:  "kubernetes-apiserver",
		Signs:    []string{"AuthenticationConfiguration"},
		Variants: []Variant{kubernetesDefaults()},
		Open:     func() Reader { return &fileReader{read: readKubernetes} },
	}
}

func kubernetesDefaults() Variant {
	const (
		plugin  = "kubernetes/apiserver@24a394e plugin/pkg/authenticator/token/oidc/oidc.go"
		success = "kubernetes/kubernetes@013ea59 pkg/kubeapiserver/options/authentication.go"
		options = "kubernetes/kubernetes@81810de pkg/kubeapiserver/options/authentication.go"
	)
	refresh := goOIDCRefreshV2()
	// TokenSuccessCacheTTL, around all token authenticators.
	refresh.Verdicts = byDefault(inventory.For(10*time.Second), success)
	can := goOIDCCapabilities(goOIDCKeySetV2)
	can.Algorithms = byDefault([]string{
		"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
	}, plugin)
	can.Timeout = byDefault(30*time.Second, plugin)
	return Variant{
		Since: "1.29", Verified: "2026-11-28",
		Refresh: refresh,
		Checks: inventory.Checks{
			Issuer:   byDefault(true, goOIDCVerifierV2),
			Audience: byDefault(true, plugin),
			// AllValidSigningAlgorithms, where a file configures the authenticators.
			Algorithms:  byDefault([]string(nil), options),
			Skew:        byDefault(time.Duration(0), goOIDCVerifierV2), // of exp; nbf has a minute
			VerifiesTLS: byDefault(true, plugin),
		},
		Capabilities: can,
	}
}

func readKubernetes(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("AuthenticationConfiguration") {
		for _, object := range objects(doc, "apiserver.config.k8s.io", "AuthenticationConfiguration") {
			known = true
			for i, jwt := range object.Get("jwt").Elements() {
				if issuer := jwt.Get("issuer"); issuer != nil {
					found = append(found, readKubernetesIssuer(doc, object, issuer, i))
				}
			}
		}
	}
	return found, known
}

func readKubernetesIssuer(doc *config.Document, object, issuer *config.Node, index int) *inventory.Consumer {
	url := issuer.Get("url")
	name, at := fmt.Sprintf("jwt[%d]", index), issuer.At
	if url != nil {
		at = url.At
	}
	s := declare(doc, object, name, at, kubernetesDefaults())
	c := s.consumer
	c.Issuers = s.one(url)
	c.DiscoveryURLs = s.one(issuer.Get("discoveryURL"))
	c.Checks.Audiences = s.texts(issuer.Get("audiences"))
	if len(c.Issuers) == 1 && c.Issuers[0].From.Known() {
		c.Name = c.Issuers[0].V // unique among the issuers, and stable where they are reordered
	}
	return c
}
