package rules

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"unique"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Digest is what stays of an endpoint once it was judged: enough for the rules
// that compare endpoints, and no more, so that memory grows by a few hundred
// bytes an endpoint.
type Digest struct {
	URL, Issuer, File string
	Origin            inventory.Origin
	Named             bool // the metadata of Issuer names URL
	Failed            bool // it was asked for its keys, and gave none
	Keys              []KeyDigest
}

// KeyDigest is what stays of a key.
type KeyDigest struct {
	Thumbprint [sha256.Size]byte // of the RFC 7638 thumbprint text; zero where there is none
	Kid        [8]byte           // start of the SHA-256 of the kid; zero where there is none
	Alg, Use   unique.Handle[string]
}

// DigestOf reduces an endpoint to its digest.
func DigestOf(endpoint *inventory.Endpoint) Digest {
	digest := Digest{URL: endpoint.URL, Issuer: endpoint.Issuer, File: endpoint.File}
	if len(endpoint.Origins) > 0 {
		digest.Origin = endpoint.Origins[0]
	}
	pass := EndpointPass{Endpoint: endpoint}
	if metadata := pass.Discovery(); metadata != nil {
		digest.Named = endpoint.URL != "" && sameButSlash(metadata.Issuer, endpoint.Issuer)
	}
	digest.Failed = refused(&pass)
	for key := range pass.Keys() {
		k := KeyDigest{Alg: unique.Make(key.Alg), Use: unique.Make(key.Use)}
		if key.Thumbprint != "" {
			k.Thumbprint = sha256.Sum256([]byte(key.Thumbprint))
		}
		if key.Kid != "" {
			sum := sha256.Sum256([]byte(key.Kid))
			copy(k.Kid[:], sum[:])
		}
		digest.Keys = append(digest.Keys, k)
	}
	digest.Keys = slices.Clip(digest.Keys)
	return digest
}

// Name is the digest's endpoint as reports call it.
func (d *Digest) Name() string { return cmp.Or(d.URL, d.Issuer, d.File) }

// FleetPass is what a fleet rule sees: all endpoints, reduced, and all consumers.
type FleetPass struct {
	Digests   []Digest // in target order
	Consumers []*inventory.Consumer
	Policy    inventory.Policy

	rule     *Rule
	findings []*Finding
}

// ReportEndpointf reports a defect of one endpoint in comparison with others.
func (pass *FleetPass) ReportEndpointf(d *Digest, format string, args ...any) *Finding {
	f := &Finding{
		Rule: pass.rule, Confidence: Certain, Message: fmt.Sprintf(format, args...),
		Issuer: d.Issuer, URL: d.URL, Origin: d.Origin, subject: d.Name(),
	}
	pass.findings = append(pass.findings, f)
	return f
}

// ReportConsumerf reports a defect of one consumer in comparison with others.
func (pass *FleetPass) ReportConsumerf(c *inventory.Consumer, format string, args ...any) *Finding {
	f := &Finding{
		Rule: pass.rule, Confidence: Certain, Message: fmt.Sprintf(format, args...),
		Consumer: consumerName(c), Origin: c.Origin, subject: consumerSubject(c),
	}
	pass.findings = append(pass.findings, f)
	return f
}
