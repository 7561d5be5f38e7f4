package consumer

import (
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const vaultSkew = 60 * time.Second // clock_skew_leeway

// readVaultKeys reads where the keys come from, and what holds for every role.
func readVaultKeys(s settings, body *config.Node, pinned Variant) {
	c := s.consumer
	keys := body.Get("jwt_validation_pubkeys")
	c.JWKSURLs = s.one(body.Get("jwks_url"))
	for _, pair := range body.Get("jwks_pairs").Elements() {
		if pair.Is(config.Scalar) {
			c.JWKSURLs = append(c.JWKSURLs, s.one(pair)...)
			continue
		}
		c.JWKSURLs = append(c.JWKSURLs, s.one(pair.Get("jwks_url"))...)
	}
	discovery := s.one(body.Get("oidc_discovery_url"))
	c.Issuers = s.one(body.Get("bound_issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	if len(c.Issuers) == 0 {
		c.Issuers = discovery
	} else {
		c.DiscoveryURLs = below(discovery, metadataPath)
	}
	c.Checks.Algorithms = allowed(s.texts(body.Get("jwt_supported_algs")), c.Checks.Algorithms)
	switch {
	case len(c.JWKSURLs)+len(discovery) > 0:
		return
	case len(keys.Elements()) == 0:
		c.Variant, c.Refresh = "", inventory.Refresh{Mode: inventory.ModeUnknown}
		s.note("no source of keys is here (%s)", strings.Join(vaultSources(), ", "))
		return
	}
	c.Variant, c.Refresh = pinned.Name, pinned.Refresh
	for _, key := range keys.Elements() {
		s.pemKeys(key, "")
	}
}

// readVaultRoles reads the roles of a backend that stand in the same file: which
// audiences they accept, and the longest leeway.
func readVaultRoles(s settings, backend resource) {
	c := s.consumer
	var longest *inventory.Value[time.Duration]
	for _, role := range resources(backend.doc, vaultBackend+"_role") {
		of, path := role.body.Get("backend").Scalar(), backend.body.Get("path").Scalar()
		if of != backend.name+".path" && of != "${"+backend.name+".path}" && (of == "" || of != path) {
			continue
		}
		at := s.named(strings.TrimPrefix(role.name, vaultBackend+"_") + ".bound_audiences")
		c.Checks.Audiences = append(c.Checks.Audiences, at.texts(role.body.Get("bound_audiences"))...)
		at = s.named(strings.TrimPrefix(role.name, vaultBackend+"_") + ".clock_skew_leeway")
		skew := parsed(at, role.body.Get("clock_skew_leeway"), c.Checks.Skew, "a number of seconds", vaultSeconds)
		if longest == nil || longest.From.Known() && (!skew.From.Known() || skew.V > longest.V) {
			longest = &skew
		}
	}
	if longest == nil {
		s.note("no role of this backend is in the file: bound_audiences are set there")
	} else {
		c.Checks.Skew = *longest
	}
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
}

// vaultSeconds reads a leeway: 0 stands for the default, a negative one for none.
func vaultSeconds(text string) (time.Duration, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case n == 0:
		return vaultSkew, err
	case n < 0:
		return 0, err
	}
	return time.Duration(n) * time.Second, err
}
