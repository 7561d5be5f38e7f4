package rules

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"
	"unique"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Digest is what stays of an endpoint once it was judged: enough for the rules
// that compare endpoints, and no more, so that memory grows by a few hundred
// bytes an endpoint.
type Digest struct {
	URL, Issuer, File string
	Origin            inventory.Origin
	Named             bool                   // the metadata of Issuer names URL
	Failed            bool                   // it was asked for its keys, and gave none
	Declared          *inventory.Declaration // shared with the endpoint; nil where nothing is declared
	Keys              []KeyDigest
	Ended             [][sha256.Size]byte // thumbprints that a list of historical keys says to be revoked or expired
	Past              []KeyDigest         // that it published before, as its history has it: only where a rule needs moduli
}

// KeyDigest is what stays of a key.
type KeyDigest struct {
	Thumbprint [sha256.Size]byte // of the RFC 7638 thumbprint text; zero where there is none
	Kid        [8]byte           // start of the SHA-256 of the kid; zero where there is none
	Alg, Use   unique.Handle[string]

	// The octets of an RSA key's numbers: zero unless a rule that runs needs them. Equal
	// ones are held once, however many endpoints publish them.
	Modulus, Exponent unique.Handle[string]
}

// DigestOf reduces an endpoint to its digest.
func DigestOf(endpoint *inventory.Endpoint) Digest {
	digest := Digest{URL: endpoint.URL, Issuer: endpoint.Issuer, File: endpoint.File, Declared: endpoint.Declared}
	if len(endpoint.Origins) > 0 {
		digest.Origin = endpoint.Origins[0]
	}
	pass := EndpointPass{Endpoint: endpoint}
	if metadata := pass.Discovery(); metadata != nil {
		digest.Named = endpoint.URL != "" && sameButSlash(metadata.Issuer, endpoint.Issuer)
	}
	digest.Failed = refused(&pass)
	digest.Ended = endedKeys(&pass)
	if signedAlone(&pass, digest.Named) {
		return digest
	}
	for key := range pass.Keys() {
		digest.Keys = append(digest.Keys, digestOfKey(key))
	}
	digest.Keys = slices.Clip(digest.Keys)
	return digest
}

// endedKeys lists the keys that a set of historical keys says to be revoked, or
// expired when it was seen.
func endedKeys(pass *EndpointPass) (ended [][sha256.Size]byte) {
	if !historical(pass.Set()) {
		return nil
	}
	seen := pass.Endpoint.Observations[len(pass.Endpoint.Observations)-1].Time
	for key := range pass.Keys() {
		if key.Thumbprint != "" && (key.Revoked || key.Expires != nil && key.Expires.Time.Before(seen)) {
			ended = append(ended, sha256.Sum256([]byte(key.Thumbprint)))
		}
	}
	return ended
}

func digestOfKey(key *inventory.Key) KeyDigest {
	k := KeyDigest{Alg: unique.Make(key.Alg), Use: unique.Make(key.Use)}
	if key.Thumbprint != "" {
		k.Thumbprint = sha256.Sum256([]byte(key.Thumbprint))
	}
	if key.Kid != "" {
		sum := sha256.Sum256([]byte(key.Kid))
		copy(k.Kid[:], sum[:])
	}
	return k
}

// keepModuli adds the numbers of an endpoint's RSA keys to its digest, and the RSA
// keys that it published before.
func (d *Digest) keepModuli(endpoint *inventory.Endpoint) {
	if len(d.Keys) == 0 {
		return // such as of a signed set that nobody's metadata names
	}
	pass := EndpointPass{Endpoint: endpoint}
	known := map[string]bool{}
	i := 0
	for key := range pass.Keys() {
		known[key.Thumbprint] = true
		d.Keys[i].keepModulus(key)
		i++
	}
	if endpoint.Timeline == nil {
		return
	}
	var before *inventory.KeySet
	for _, p := range slices.Backward(endpoint.Timeline.Polls) {
		if p.Keys == nil || p.Keys == before {
			continue
		}
		before = p.Keys
		for i := range p.Keys.Keys {
			key := &p.Keys.Keys[i]
			if key.RSA == nil || key.Thumbprint == "" || known[key.Thumbprint] || len(d.Past) == maxPast {
				continue
			}
			known[key.Thumbprint] = true
			k := digestOfKey(key)
			k.keepModulus(key)
			d.Past = append(d.Past, k)
		}
	}
}

// maxPast is how many keys of an endpoint's past are compared with others, newest first.
const maxPast = 256

func (k *KeyDigest) keepModulus(key *inventory.Key) {
	if key.RSA != nil && key.RSA.N.BitLen() <= weakkey.MaxModulusBits {
		k.Modulus, k.Exponent = unique.Make(string(key.RSA.N.Bytes())), unique.Make(string(key.RSA.E.Bytes()))
	}
}

// Name is the digest's endpoint as reports call it.
func (d *Digest) Name() string { return cmp.Or(d.URL, d.Issuer, d.File) }

// FleetFacts is what is known of a whole run.
type FleetFacts struct {
	Digests   []Digest // in target order
	Consumers []*inventory.Consumer
	Declared  *inventory.Declarations // nil without a fleet file
	Ignores   []IgnoreUse             // what the list of ignored findings did; empty where that is not judged
	Now       time.Time               // the run's clock
}

// FleetPass is what a fleet rule sees: all endpoints, reduced, all consumers, and
// what the fleet file declares.
type FleetPass struct {
	FleetFacts
	Policy inventory.Policy

	moduli   func() *fleetModuli // compared by several rules, sorted out once
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

// ReportDeclarationf reports a defect of what the fleet file declares, at its place there.
func (pass *FleetPass) ReportDeclarationf(at inventory.Origin, subject, format string, args ...any) *Finding {
	f := &Finding{
		Rule: pass.rule, Confidence: Certain, Message: fmt.Sprintf(format, args...),
		Origin: at, subject: subject,
	}
	pass.findings = append(pass.findings, f)
	return f
}
