package consumer

import (
	"regexp"
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// helidon reads the OIDC security provider of Helidon, in YAML or properties.
func helidon() Dialect {
	return Dialect{
		Product:  "helidon",
		Signs:    []string{"identity-uri"},
		Variants: []Variant{helidonRemote(), helidonStatic()},
		Open:     func() Reader { return &fileReader{read: readHelidon} },
	}
}

const helidonTenant = "helidon-io/helidon@039d8bd security/providers/oidc-common/src/main/java/io/helidon/security/providers/oidc/common/Tenant.java"

// helidonRemote fetches when a tenant is made, and never again.
func helidonRemote() Variant {
	return Variant{
		Name:     "remote",
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeStartupOnce,
			Interval:     byDefault(inventory.Forever(), helidonTenant),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, helidonTenant),
			StaleOnError: byDefault(inventory.Forever(), helidonTenant),
		},
	}
}

// helidonStatic has its keys in a file or in the configuration.
func helidonStatic() Variant {
	return Variant{
		Name:    "static",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
	}
}

// helidonTenantSettings is what stands under one tenant, by names with dots.
type helidonTenantSettings struct {
	prefix   string
	settings map[string]*config.Node
}

func readHelidon(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("identity-uri") {
		for _, t := range helidonTenants(doc.Root()) {
			known = true
			if c := t.read(doc); c != nil {
				found = append(found, c)
			}
		}
	}
	return found, known
}

// helidonForm is the name of a setting of the provider, or of one of its tenants.
func helidonForm() *regexp.Regexp {
	return regexp.MustCompile(`^((?:.*\.)?providers(?:\[\d+\]|\.\d+|\.[a-z-]+)?\.oidc(?:\.tenants(?:\[\d+\]|\.\d+))?)\.([a-z-]+(?:\.[a-z-]+)*)$`)
}

func helidonTenants(root *config.Node) []helidonTenantSettings {
	form := helidonForm()
	var out []helidonTenantSettings
	for _, l := range leaves(root) {
		parts := form.FindStringSubmatch(l.name)
		if parts == nil {
			continue
		}
		at := slices.IndexFunc(out, func(t helidonTenantSettings) bool { return t.prefix == parts[1] })
		if at < 0 {
			at = len(out)
			out = append(out, helidonTenantSettings{parts[1], map[string]*config.Node{}})
		}
		out[at].settings[parts[2]] = l.value
	}
	return out
}

// read reads one tenant; nil where it says nothing of keys, or introspects tokens.
func (t helidonTenantSettings) read(doc *config.Document) *inventory.Consumer {
	identity := t.settings["identity-uri"]
	if identity == nil {
		return nil
	}
	s := declare(doc, nil, "helidon", identity.At, helidonRemote())
	s.syntax.Colon = true
	c := s.consumer
	if name := t.settings["name"].Scalar(); name != "" {
		c.Name = name
	}
	verifies := truth(s, t.settings["validate-jwt-with-jwk"], byDefault(true, helidonTenant))
	if verifies.From.Known() && !verifies.V {
		return nil
	}
	t.readKeys(s, identity)
	c.Issuers = s.one(t.settings["issuer"])
	c.Checks.Audiences = s.one(t.settings["audience"])
	return c
}

// readKeys reads where keys come from: the metadata, unless a resource is named.
func (t helidonTenantSettings) readKeys(s settings, identity *config.Node) {
	const resource = "sign-jwk.resource."
	c := s.consumer
	var named []inventory.Value[string]
	for _, name := range []string{"uri", "path", "resource-path"} {
		named = append(named, s.one(t.settings[resource+name])...)
	}
	content := t.settings[resource+"content-plain"]
	s.locations(named)
	if content != nil {
		s.inlineKeys(content, asText)
	}
	if content != nil || len(c.StaticFiles) > 0 {
		helidonStatic().apply(c)
	}
	if content != nil || len(named) > 0 {
		return
	}
	discovers := truth(s, t.settings["oidc-metadata-well-known"], byDefault(true, helidonTenant))
	if discovers.V || !discovers.From.Known() {
		c.DiscoveryURLs = below(s.one(identity), metadataPath)
		return
	}
	s.note("oidc-metadata-well-known (%s) is off: where keys come from is not in the configuration", discovers.At)
}
