package consumer

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// vault reads the JWT auth method of HashiCorp Vault: resources of Terraform with
// their roles, and the JSON of its API. Nothing in it bears on the caching of keys.
func vault() Dialect {
	return Dialect{
		Product:    "vault",
		Signs:      []string{vaultBackend, "jwt_validation_pubkeys", "jwks_pairs", "jwt_supported_algs"},
		Companions: []string{`"oidc_discovery_url"`, `"bound_issuer"`},
		Variants:   []Variant{vaultRemote(), vaultPinned()},
		Open:       func() Reader { return &fileReader{read: readVault} },
	}
}

const (
	vaultBackend = "vault_jwt_auth_backend"
	vaultConfig  = "hashicorp/vault-plugin-auth-jwt@2e68bba path_config.go"
	vaultRole    = "hashicorp/vault-plugin-auth-jwt@2e68bba path_role.go"
)

// vaultRemote fetches keys when the configuration is written, and then when a
// signature does not verify.
func vaultRemote() Variant {
	const module = "hashicorp/vault-plugin-auth-jwt@2e68bba go.mod" // go-oidc 3.11
	can := goOIDCCapabilities(goOIDCKeySet)
	can.Algorithms = usualKeys(module).Algorithms
	return Variant{Name: "remote", Verified: "2026-11-28", Refresh: goOIDCRefresh(), Checks: vaultChecks(), Capabilities: can}
}

// vaultPinned has public keys in its configuration.
func vaultPinned() Variant {
	return Variant{Name: "pinned", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}, Checks: vaultChecks()}
}

func vaultChecks() inventory.Checks {
	return inventory.Checks{Algorithms: byDefault([]string{"RS256"}, vaultConfig), Skew: byDefault(vaultSkew, vaultRole)}
}

func readVault(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(append(vault().Signs, vault().Companions...)...) {
		backends := resources(doc, vaultBackend)
		for _, r := range backends {
			s := r.declare(vaultRemote())
			readVaultKeys(s, r.body, vaultPinned())
			readVaultRoles(s, r)
			found, known = append(found, s.consumer), true
		}
		known = known || len(resources(doc, vaultBackend+"_role")) > 0
		if body := vaultBody(doc.Root()); body != nil && !openBaoOnly(body) {
			s := declare(doc, body, "", body.At, vaultRemote())
			readVaultKeys(s, body, vaultPinned())
			s.note("bound_audiences are set by the roles, which stand elsewhere")
			found, known = append(found, s.consumer), true
		}
	}
	return found, known
}

// vaultBody is the configuration in a document of the API's JSON: of a request,
// or of a response, where it is "data". Every member must be one of the method's.
func vaultBody(root *config.Node) *config.Node {
	body := root
	if data := root.Get("data"); data.Is(config.Map) {
		body = data
	}
	if !body.Is(config.Map) {
		return nil
	}
	sources := 0
	for _, f := range body.Fields {
		if !slices.Contains(vaultMembers(), f.Name) {
			return nil
		}
		if slices.Contains(vaultSources(), f.Name) {
			sources++
		}
	}
	if sources == 0 || sources == 1 && len(body.Fields) == 1 && body.Get("jwks_url") != nil {
		return nil // jwks_url alone is a word of many products
	}
	return body
}

// vaultSources are the settings that say where keys come from.
func vaultSources() []string {
	return []string{"jwks_url", "jwks_pairs", "jwt_validation_pubkeys", "oidc_discovery_url"}
}

func vaultMembers() []string {
	return append(vaultSources(), "jwks_ca_pem", "oidc_discovery_ca_pem", "oidc_client_id", "oidc_client_secret",
		"oidc_response_mode", "oidc_response_types", "bound_issuer", "jwt_supported_algs", "default_role",
		"provider_config", "namespace_in_state", "unsupported_critical_cert_extensions",
		"skip_jwks_validation", "override_allowed_server_names", "status")
}
