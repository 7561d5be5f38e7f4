package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// gcpWorkloadIdentityFederation reads the OIDC providers of workload identity pools,
// and of the workforce pools that people have, in Terraform. How the service keeps the keys that it fetches is not documented,
// so nothing of that is known; an uploaded key set stays until the next upload.
func gcpWorkloadIdentityFederation() Dialect {
	return Dialect{
		Product:  "gcp-workload-identity-federation",
		Signs:    workloadIdentityProviders(),
		Variants: []Variant{workloadIdentityManaged(), workloadIdentityUploaded()},
		Open:     func() Reader { return &fileReader{read: readWorkloadIdentity} },
	}
}

func workloadIdentityProviders() []string {
	return []string{"google_iam_workload_identity_pool_provider", "google_iam_workforce_pool_provider"}
}

func workloadIdentityManaged() Variant {
	return Variant{Name: "managed", Refresh: inventory.Refresh{Mode: inventory.ModeManaged, HTTPCache: inventory.CacheUnknown}}
}

// workloadIdentityUploaded is a provider with jwks_json.
func workloadIdentityUploaded() Variant {
	return Variant{Name: "uploaded", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}}
}

func readWorkloadIdentity(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(workloadIdentityProviders()...) {
		for _, kind := range workloadIdentityProviders() {
			for _, r := range resources(doc, kind) {
				s := r.declare(workloadIdentityManaged())
				known = true
				if oidc := r.block(s, "oidc"); oidc != nil { // others are of AWS, SAML or X.509
					readWorkloadIdentityProvider(s, oidc)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

func readWorkloadIdentityProvider(s settings, oidc *config.Node) {
	c := s.consumer
	c.Issuers = s.one(oidc.Get("issuer_uri"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = append(s.texts(oidc.Get("allowed_audiences")), s.one(oidc.Get("client_id"))...)
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	keys := oidc.Get("jwks_json")
	if keys == nil || keys.Is(config.Scalar) && keys.Text == "" {
		return
	}
	uploaded := workloadIdentityUploaded()
	c.Variant, c.Refresh = uploaded.Name, uploaded.Refresh
	s.inlineKeys(keys, asText)
	if len(c.Pins) > 0 {
		return
	}
	c.StaticFiles = append(c.StaticFiles, inventory.Value[string]{From: inventory.Unresolved, At: keys.At, Text: "jwks_json"})
	if keys.Open && !strings.HasPrefix(keys.Text, "file(") {
		managed := workloadIdentityManaged()
		c.Variant, c.Refresh = managed.Name, managed.Refresh
		s.note("jwks_json (%s) may turn out empty: then the service fetches the keys", keys.At)
	}
}
