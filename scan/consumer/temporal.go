package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// temporal reads global.authorization.jwtKeyProvider of the Temporal server.
func temporal() Dialect {
	return Dialect{
		Product:  "temporal",
		Signs:    []string{"jwtKeyProvider"},
		Variants: []Variant{temporalPoll(), temporalOnce(), temporalFiles()},
		Open:     func() Reader { return &fileReader{read: readTemporal} },
	}
}

const (
	temporalKeys   = "temporalio/temporal@6805cae common/authorization/default_token_key_provider.go"
	temporalConfig = "temporalio/temporal@6805cae common/config/config.go"
)

// temporalPoll fetches every refreshInterval; a URL that fails keeps the old keys of all.
func temporalPoll() Variant {
	v := temporalOnce()
	v.Name = "poll"
	v.Refresh.Mode = inventory.ModePoll
	v.Refresh.Coupled = true
	return v
}

// temporalOnce is a refreshInterval of zero, or none: the keys of the start stay.
func temporalOnce() Variant {
	return Variant{
		Name: "once",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeStartupOnce,
			Interval:     byDefault(inventory.Forever(), temporalConfig),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, temporalKeys),
			StaleOnError: byDefault(inventory.Forever(), temporalKeys),
		},
		Checks:       temporalChecks(),
		Capabilities: temporalCapabilities(),
		Verified:     "2026-11-28",
	}
}

// temporalCapabilities are those of go-jose for the whole of a set, of which only RSA
// and EC keys are kept.
func temporalCapabilities() inventory.Capabilities {
	c := goOIDCCapabilities(temporalKeys)
	c.Algorithms = byDefault([]string{"RS256", "ES256"}, temporalKeys)
	c.KeyTypes = byDefault([]string{"RSA", "EC"}, temporalKeys)
	c.Needs = inventory.Value[[]string]{}
	return c
}

// temporalFiles has its keys in files.
func temporalFiles() Variant {
	return Variant{
		Name:         "files",
		Refresh:      inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:       temporalChecks(),
		Capabilities: temporalOnce().Capabilities,
	}
}

func temporalChecks() inventory.Checks {
	return inventory.Checks{
		Audience:   byDefault(false, temporalConfig),
		Algorithms: byDefault([]string(nil), temporalKeys),
	}
}

func readTemporal(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwtKeyProvider") {
		for n := range doc.Root().All() {
			provider := n.Get("jwtKeyProvider")
			if !provider.Is(config.Map) {
				continue
			}
			known = true
			if c := readTemporalKeys(doc, n, provider); c != nil {
				found = append(found, c)
			}
		}
	}
	return found, known
}

// readTemporalKeys reads an authorization; nil where it names no keys.
func readTemporalKeys(doc *config.Document, authorization, provider *config.Node) *inventory.Consumer {
	uris := provider.Get("keySourceURIs")
	if uris == nil {
		return nil
	}
	s := declare(doc, authorization, "temporal", uris.At, temporalOnce())
	c := s.consumer
	named := filled(s.texts(uris))
	if s.locations(named); len(named) == 0 {
		return nil
	}
	every := parsed(s, provider.Get("refreshInterval"), c.Refresh.Interval, `a duration such as "1m"`, goSpan)
	switch {
	case len(c.JWKSURLs) == 0:
		temporalFiles().apply(c)
	case every.From != inventory.VendorDefault && (every.V.D > time.Duration(0) || !every.From.Known()):
		temporalPoll().apply(c)
		c.Refresh.Interval = every
	case every.From != inventory.VendorDefault: // zero is never
		c.Refresh.Interval = inventory.Value[inventory.Span]{V: inventory.Forever(), From: every.From, At: every.At}
	}
	c.Checks.Audiences = filled(s.one(authorization.Get("audience")))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	return c
}
