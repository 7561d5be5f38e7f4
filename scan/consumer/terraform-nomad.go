package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const nomadResource = "nomad_acl_auth_method"

// terraformNomadMethods reads ACL auth methods in Terraform.
func terraformNomadMethods(doc *config.Document) []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, r := range resources(doc, nomadResource) {
		s := r.declare(nomadRemote())
		method := r.block(s, "config")
		if method.Get("jwks_url", "oidc_discovery_url", "jwt_validation_pub_keys") == nil {
			continue
		}
		c := s.consumer
		c.JWKSURLs = s.one(method.Get("jwks_url"))
		discovery := s.one(method.Get("oidc_discovery_url"))
		bound := s.texts(method.Get("bound_issuer"))
		c.Checks.Issuer = follows(bound, c.Checks.Issuer)
		if c.Issuers = bound; len(bound) == 0 {
			c.Issuers = discovery
		} else {
			c.DiscoveryURLs = below(discovery, metadataPath)
		}
		if len(c.JWKSURLs)+len(discovery) == 0 {
			static := nomadStatic()
			c.Variant, c.Refresh = static.Name, static.Refresh
			for _, key := range method.Get("jwt_validation_pub_keys").Elements() {
				s.pemKeys(key, "")
			}
		}
		c.Checks.Audiences = s.texts(method.Get("bound_audiences"))
		c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
		c.Checks.Algorithms = allowed(s.texts(method.Get("signing_algs")), c.Checks.Algorithms)
		out = append(out, c)
	}
	return out
}
