package consumer

import (
	"encoding/base64"
	"math"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	consulProxy = "hashicorp/consul@090b1af agent/xds/jwt_authn.go"

	consulProviderSign = "jwt-provider" // of the config entry
	consulProviderKind = "JWTProvider"  // of the custom resource
)

// consulProvider is a JWT provider of the service mesh: Consul makes a jwt_authn
// filter of Envoy of it, always with async_fetch.
func consulProvider() Variant {
	v := envoyAsync()
	v.Name = "jwt-provider"
	v.Refresh.StaleOnError = byDefault(inventory.Forever(), consulProxy)
	v.Checks.Skew = byDefault(time.Minute, consulProxy) // ClockSkewSeconds does not get into the filter
	return v
}

func consulProviderLocal() Variant {
	v := envoyLocal()
	v.Name = "jwt-provider-local"
	v.Checks.Skew = consulProvider().Checks.Skew
	return v
}

// readConsulProviders reads config entries, in HCL or JSON, and custom resources.
func readConsulProviders(doc *config.Document) []*inventory.Consumer {
	var out []*inventory.Consumer
	for n := range doc.Root().All() {
		if n.Get("Kind", "kind").Scalar() == consulProviderSign {
			out = append(out, readConsulProvider(doc, n, n, n.Get("Name", "name").Scalar()))
		}
	}
	for _, object := range objects(doc, "consul.hashicorp.com", consulProviderKind) {
		if spec := object.Get("spec"); spec != nil {
			out = append(out, readConsulProvider(doc, object, spec, objectName(object)))
		}
	}
	return out
}

func readConsulProvider(doc *config.Document, base, spec *config.Node, name string) *inventory.Consumer {
	keys := spec.Get("JSONWebKeySet", "jsonWebKeySet")
	local, remote := keys.Get("Local", "local"), keys.Get("Remote", "remote")
	issuer := spec.Get("Issuer", "issuer")
	s := declare(doc, base, name, placed(issuer, spec), consulProviderLocal())
	c := s.consumer
	if remote != nil {
		consulProvider().apply(c)
		c.JWKSURLs = s.one(remote.Get("URI", "uri"))
		c.Refresh.Interval = consulCache(s, remote.Get("CacheDuration", "cacheDuration"), c.Refresh.Interval)
	}
	c.Issuers = s.one(issuer)
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(spec.Get("Audiences", "audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	if skew := spec.Get("ClockSkewSeconds", "clockSkewSeconds"); skew != nil {
		s.note("clock skew (%s) does not get into the proxy's configuration: Envoy's default counts", skew.At)
	}
	s.inlineKeys(local.Get("JWKS", "jwks"), consulBytes)
	c.StaticFiles = s.one(local.Get("Filename", "filename"))
	return c
}

// consulCache reads CacheDuration. Consul hands its nanoseconds to Envoy as
// seconds, so that every set value is a billion times as long; Envoy may refuse it.
func consulCache(s settings, n *config.Node, otherwise inventory.Value[inventory.Span]) inventory.Value[inventory.Span] {
	set := parsed(s, n, otherwise, `a duration such as "10m"`, consulSpan)
	if n == nil || !set.From.Known() {
		return set
	}
	if set.V.D == 0 {
		return otherwise
	}
	s.note("CacheDuration (%s) is %s, which Consul's nanoseconds make %d s in Envoy (%s)", n.At, set.V.D, set.V.D.Nanoseconds(), consulProxy)
	if set.V.D.Nanoseconds() > math.MaxInt64/int64(time.Second) {
		set.V = inventory.Forever()
	} else {
		set.V = inventory.For(time.Duration(set.V.D.Nanoseconds()) * time.Second)
	}
	return set
}

// consulSpan reads a duration of Go, or a number, which is of nanoseconds.
func consulSpan(text string) (inventory.Span, error) {
	if span, err := whole(time.Nanosecond)(text); err == nil {
		return span, nil
	}
	return goSpan(text)
}

func consulBytes(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return data
}
