package consumer

import (
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// gcpESPv2 reads the x-google extensions of OpenAPI, for Cloud Endpoints and API
// Gateway, and joins them with the flags of the proxy where these are given.
func gcpESPv2() Dialect {
	return Dialect{
		Product:  "gcp-espv2",
		Signs:    append([]string{"x-google-issuer"}, espFlags()...),
		Variants: []Variant{espAsync(), espLazy()},
		Open:     func() Reader { return &espReader{flags: companions{}} },
	}
}

const (
	espInterval = "--jwks_cache_duration_in_s"
	espNoAsync  = "--disable_jwks_async_fetch"
	espVerdicts = "--jwt_cache_size"
	espAnyone   = "--disable_jwt_audience_service_name_check"
)

func espFlags() []string { return []string{espInterval, espNoAsync, espVerdicts, espAnyone} }

// espAsync is Envoy that polls, as the proxy configures it.
func espAsync() Variant {
	const (
		flags  = "GoogleCloudPlatform/esp-v2@3dcedb6 src/go/options/configgenerator.go"
		filter = "GoogleCloudPlatform/esp-v2@3dcedb6 src/go/configgenerator/filtergen/jwt_authn.go"
	)
	return Variant{
		Name:     "async",
		Since:    "2.40",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(5*time.Minute), flags),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, envoyCache),
			StaleOnError: byDefault(inventory.Forever(), envoyFetcher),
			Verdicts:     byDefault(inventory.Forever(), filter), // until exp: a jwt_cache_config of 1000 tokens
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(true, filter),
			Audience:   byDefault(true, filter), // the service's name, where no other is set
			Algorithms: byDefault([]string(nil), envoyProto),
			Skew:       byDefault(time.Minute, envoyProto),
		},
		Capabilities: envoyCapabilities(),
	}
}

// espLazy is Envoy that fetches when a request meets an expired copy.
func espLazy() Variant {
	v := espAsync()
	v.Name, v.Refresh.Mode = "lazy", inventory.ModeLazy
	v.Refresh.StaleOnError = byDefault(inventory.For(0), envoyCache)
	return v
}

// espReader joins definitions and flags.
type espReader struct {
	found []settings
	flags companions
}

// Read implements Reader.
func (r *espReader) Read(file *config.File) bool {
	known := false
	for _, doc := range file.Documents("x-google-issuer") {
		for n := range doc.Root().All() {
			if issuer := n.Get("x-google-issuer"); issuer != nil {
				known = true
				r.found = append(r.found, readESPDefinition(doc, n, issuer))
			}
		}
	}
	for _, doc := range file.Documents(espFlags()...) {
		for n := range doc.Root().All() {
			for _, flag := range espFlags() {
				known = r.readFlag(n, flag) || known
			}
		}
	}
	return known
}

// readFlag reads an element such as --flag=value, or --flag before its value.
func (r *espReader) readFlag(n *config.Node, flag string) bool {
	known := false
	for i, item := range n.Elements() {
		value, ok := strings.CutPrefix(item.Scalar(), flag)
		if !ok || !n.Is(config.List) || value != "" && value[0] != '=' {
			continue
		}
		text := &config.Node{Kind: config.Scalar, Text: strings.TrimPrefix(value, "="), Open: item.Open, At: item.At}
		switch {
		case value == "" && (flag == espNoAsync || flag == espAnyone):
			text.Text = "true"
		case value == "" && i+1 < len(n.Items):
			text = detached(n.Items[i+1])
		}
		known = true
		r.flags.set(flag, text)
	}
	return known
}

func readESPDefinition(doc *config.Document, definition, issuer *config.Node) settings {
	s := declare(doc, definition, definition.Name(), issuer.At, espAsync())
	c := s.consumer
	c.Issuers = s.one(issuer)
	c.JWKSURLs = s.one(definition.Get("x-google-jwks_uri"))
	c.Checks.Audiences = separated(s.texts(definition.Get("x-google-audiences")))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	s.base = nil // the tree need not be kept until all files are read
	return s
}

// Consumers implements Reader.
func (r *espReader) Consumers() []*inventory.Consumer {
	for _, values := range r.flags { // in whatever order the files came
		slices.SortStableFunc(values, func(a, b *config.Node) int { return a.At.Compare(b.At) })
	}
	var out []*inventory.Consumer
	for _, s := range r.found {
		r.refresh(s)
		out = append(out, s.consumer)
	}
	return out
}

// refresh takes the longest of what the flags among the files may mean.
func (r *espReader) refresh(s settings) {
	if len(r.flags) == 0 {
		s.note("the flags of the proxy are not among the files (%s): its defaults count", strings.Join(espFlags(), ", "))
	}
	refresh := &s.consumer.Refresh
	async := len(r.flags[espNoAsync]) == 0
	for _, n := range r.flags[espNoAsync] {
		off := truth(s.named(espNoAsync), n, inventory.Value[bool]{})
		async = async || !off.From.Known() || !off.V
	}
	if !async {
		s.consumer.Variant, *refresh = espLazy().Name, espLazy().Refresh
	}
	intervals := r.flags[espInterval]
	longest := refresh.Interval
	for i, n := range intervals {
		v := parsed(s.named(espInterval), n, longest, "a number of seconds", whole(time.Second))
		if i == 0 || longest.From.Known() && (!v.From.Known() || v.V.D > longest.V.D) {
			longest = v
		}
	}
	refresh.Interval = longest
	if len(intervals) > 1 {
		s.note("%s has several values among the files: the longest counts", espInterval)
	}
	r.verdicts(s)
	r.audience(s)
}

// verdicts reads the number of tokens whose signature is not checked again: where
// every proxy keeps none, each is checked.
func (r *espReader) verdicts(s settings) {
	for i, n := range r.flags[espVerdicts] {
		size := parsed(s.named(espVerdicts), n, inventory.Value[inventory.Span]{}, "a number of tokens", whole(1))
		switch {
		case !size.From.Known():
			s.consumer.Refresh.Verdicts = size
			return
		case size.V.D > 0:
			s.consumer.Refresh.Verdicts = inventory.Value[inventory.Span]{V: inventory.Forever(), From: size.From, At: size.At}
			return
		case i == 0:
			s.consumer.Refresh.Verdicts = size
		}
	}
}

// audience reads whether one proxy takes tokens for anyone where no audience is set.
func (r *espReader) audience(s settings) {
	for _, n := range r.flags[espAnyone] {
		off := truth(s.named(espAnyone), n, inventory.Value[bool]{})
		if len(s.consumer.Checks.Audiences) == 0 && (off.V || !off.From.Known()) {
			off.V = !off.V
			s.consumer.Checks.Audience = off
			return
		}
	}
}
