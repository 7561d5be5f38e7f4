package rules

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// EndpointPass is what an endpoint rule sees: one endpoint, its newest
// observations, and every consumer that trusts it.
type EndpointPass struct {
	Endpoint  *inventory.Endpoint
	Policy    inventory.Policy
	Now       time.Time  // when the judged observation was made: dates are judged against it
	Blocklist *Blocklist // nil where none was given

	history  func() *timeline.History // nil: to be analysed; see History
	rule     *Rule
	findings []*Finding
}

// newest returns the latest observation for which the selector gives something.
func newest[T any](pass *EndpointPass, pick func(*inventory.Observation) *T) *T {
	for _, o := range slices.Backward(pass.Endpoint.Observations) {
		if v := pick(o); v != nil {
			return v
		}
	}
	return nil
}

// Set returns the newest key set that could be read; nil where there is none.
func (pass *EndpointPass) Set() *inventory.KeySet {
	return newest(pass, func(o *inventory.Observation) *inventory.KeySet {
		if o.Keys == nil {
			return nil
		}
		return o.Keys.Value
	})
}

// Discovery returns the newest metadata that could be read; nil where there is none.
func (pass *EndpointPass) Discovery() *inventory.Discovery {
	return newest(pass, func(o *inventory.Observation) *inventory.Discovery {
		if o.Metadata == nil {
			return nil
		}
		return o.Metadata.Value
	})
}

// Response returns the newest answer that gave a key set and carries headers; nil
// where there is none. Transport and cache rules judge it alone: what the headers
// of an error page say is not the key set's.
func (pass *EndpointPass) Response() *inventory.Response {
	return newest(pass, func(o *inventory.Observation) *inventory.Response {
		if o.Keys == nil || o.Keys.Value == nil || o.Keys.Response.Header == nil {
			return nil
		}
		return &o.Keys.Response
	})
}

// Problem returns why the newest look at the key set gave none; nil where it gave one.
func (pass *EndpointPass) Problem() *inventory.Problem {
	n := len(pass.Endpoint.Observations)
	if n == 0 || pass.Endpoint.Observations[n-1].Keys == nil {
		return nil
	}
	return pass.Endpoint.Observations[n-1].Keys.Problem
}

// Freshness is what HTTP caches may do with Response; false where there is none.
func (pass *EndpointPass) Freshness() (window.Freshness, bool) {
	return window.FreshnessOf(pass.Response())
}

// Keys yields every key of Set, readable or not.
func (pass *EndpointPass) Keys() iter.Seq[*inventory.Key] {
	return func(yield func(*inventory.Key) bool) {
		set := pass.Set()
		if set == nil {
			return
		}
		for i := range set.Keys {
			if !yield(&set.Keys[i]) {
				return
			}
		}
	}
}

// RSAKeys yields the RSA keys whose modulus and exponent could be read.
func (pass *EndpointPass) RSAKeys() iter.Seq2[*inventory.Key, *inventory.RSAKey] {
	return readable(pass, func(k *inventory.Key) *inventory.RSAKey { return k.RSA })
}

// ECKeys yields the EC keys whose coordinates could be read.
func (pass *EndpointPass) ECKeys() iter.Seq2[*inventory.Key, *inventory.ECKey] {
	return readable(pass, func(k *inventory.Key) *inventory.ECKey { return k.EC })
}

func readable[T any](pass *EndpointPass, half func(*inventory.Key) *T) iter.Seq2[*inventory.Key, *T] {
	return func(yield func(*inventory.Key, *T) bool) {
		for key := range pass.Keys() {
			if public := half(key); public != nil && !yield(key, public) {
				return
			}
		}
	}
}

// SigningKeys returns the keys with which a consumer can verify signatures:
// asymmetric, readable, and not reserved for encryption by use, alg or curve.
func (pass *EndpointPass) SigningKeys() []*inventory.Key {
	var keys []*inventory.Key
	for key := range pass.Keys() {
		if verifiesSignatures(key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Reportf reports a defect of one key.
func (pass *EndpointPass) Reportf(key *inventory.Key, format string, args ...any) *Finding {
	f := pass.ReportSetf(format, args...)
	f.Kid, f.Thumbprint = key.Kid, key.Thumbprint
	f.key = keyIdentity(key)
	return f
}

// ReportSetf reports a defect of the key set or of how it is served.
func (pass *EndpointPass) ReportSetf(format string, args ...any) *Finding {
	e := pass.Endpoint
	subject := cmp.Or(e.URL, e.Issuer, e.File)
	return pass.report(subject, cmp.Or(e.URL, e.Issuer), format, args...)
}

// ReportMetadataf reports a defect of the issuer's metadata.
func (pass *EndpointPass) ReportMetadataf(format string, args ...any) *Finding {
	e := pass.Endpoint
	url := e.Issuer
	if metadata := lastMetadata(pass); metadata != nil {
		url = cmp.Or(metadata.Response.URL, url)
	}
	return pass.report(cmp.Or(e.Issuer, e.URL, e.File), url, format, args...)
}

// ReportConsumerf reports that one consumer and this endpoint do not fit; the
// finding is anchored where the consumer is configured.
func (pass *EndpointPass) ReportConsumerf(c *inventory.Consumer, format string, args ...any) *Finding {
	f := pass.ReportSetf(format, args...)
	f.detail = consumerSubject(c)
	f.Related = joinOrigins(c.Origin, f.Related, []inventory.Origin{f.Origin})
	f.Consumer, f.Origin = consumerName(c), c.Origin
	return f
}

func (pass *EndpointPass) report(subject, url, format string, args ...any) *Finding {
	e := pass.Endpoint
	f := &Finding{
		Rule: pass.rule, Confidence: Certain, Message: fmt.Sprintf(format, args...),
		Issuer: e.Issuer, URL: url, subject: subject,
	}
	if len(e.Origins) > 0 {
		f.Origin, f.Related = e.Origins[0], slices.Clone(e.Origins[1:])
	}
	pass.findings = append(pass.findings, f)
	return f
}

// ConsumerPass is what a consumer rule sees: one configuration, and nothing of the network.
type ConsumerPass struct {
	Consumer *inventory.Consumer
	Policy   inventory.Policy

	rule     *Rule
	findings []*Finding
}

// Reportf reports a defect of the configuration at the given place; a zero
// place (a default, or something absent) means where the consumer is declared.
func (pass *ConsumerPass) Reportf(at inventory.Origin, format string, args ...any) *Finding {
	c := pass.Consumer
	if at.IsZero() {
		at = c.Origin
	}
	f := &Finding{
		Rule: pass.rule, Confidence: Certain, Message: fmt.Sprintf(format, args...),
		Consumer: consumerName(c), Origin: at, subject: consumerSubject(c),
	}
	if len(c.Issuers) > 0 && c.Issuers[0].From.Known() {
		f.Issuer = c.Issuers[0].V
	}
	pass.findings = append(pass.findings, f)
	return f
}

// consumerName is how reports name a consumer: "envoy shop/corp".
func consumerName(c *inventory.Consumer) string {
	if c.Name == "" {
		return c.Product
	}
	return c.Product + " " + c.Name
}

func consumerSubject(c *inventory.Consumer) string {
	return c.Origin.File + "\x00" + consumerName(c)
}
