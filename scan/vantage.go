package scan

import (
	"cmp"
	"context"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// surveyor is a Getter that can tell the addresses of a URL's server: at most a
// few, in order, none where a proxy looks the name up.
type surveyor interface {
	Addresses(ctx context.Context, url string) ([]string, *inventory.Problem)
}

// elsewhere looks at a key set from every vantage that the run asks for, besides
// the look that any client gets. What cannot be looked at from one is a gap; where
// the addresses themselves cannot be found, the usual look says so.
func (o *observation) elsewhere(ctx context.Context, slot, part int, l lead) []*inventory.Observation {
	if past := o.source.replayElsewhere(ctx, l.url); past != nil {
		return past
	}
	network, ok := o.source.network.(surveyor)
	if !ok || !o.AllAddresses || l.url == "" || len(l.keys) == 0 || l.keys[len(l.keys)-1].response.Capture != "" {
		return nil
	}
	addresses, problem := network.Addresses(ctx, l.url)
	if problem != nil || len(addresses) < 2 {
		return nil
	}
	var out []*inventory.Observation
	for _, address := range addresses {
		a := o.source.fetch(ctx, inventory.Ask{URL: l.url, Address: address})
		a.vantage = address
		switch {
		case a.problem == nil:
		case a.problem.Kind == inventory.ProblemNoRoute:
			o.countUnrouted(part)
			continue
		case part == 0:
			o.gapAt(slot, address, a.problem)
		}
		seen := observed(a)
		seen.Metadata = o.metadataAt(ctx, l, address)
		out = append(out, seen)
	}
	return out
}

// metadataAt asks one address for the metadata that led to a key set, where one
// server has both; nil where it has not, or gives none.
func (o *observation) metadataAt(ctx context.Context, l lead, address string) *inventory.Document[inventory.Discovery] {
	if l.metadata == nil || l.metadata.Value == nil || !sameServer(l.metadata.Response.URL, l.url) {
		return nil
	}
	a := o.source.fetch(ctx, inventory.Ask{URL: l.metadata.Response.URL, Address: address})
	if a.problem != nil {
		return nil
	}
	there := lead{target: l.target}
	there.followMetadata(a)
	return there.metadata
}

func sameServer(a, b string) bool {
	return hostOf(a) != "" && hostOf(a) == hostOf(b)
}

func (o *observation) countUnrouted(part int) {
	if part > 0 {
		return // one look serves all issuers of a key set
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unrouted++
}

// gapAt makes one vantage of a key set a gap.
func (o *observation) gapAt(slot int, vantage string, problem *inventory.Problem) {
	gap := *problem
	gap.Target = cmp.Or(gap.Target, o.plan.Targets[slot].URL) + " at " + vantage
	o.gap(slot, &gap)
}

// commonAccepts are the Accept fields that consumers send: none, anything, and the
// two media types of RFC 7517 section 8.5.
func commonAccepts() []string {
	return []string{"", "*/*", "application/json", "application/jwk-set+json"}
}

// variations asks for a key set with other fields: with the usual Accept fields and
// those of the consumers that trust it where the run wants that, and with the
// origins of the pages that fetch it in a browser.
func (o *observation) variations(ctx context.Context, e *inventory.Endpoint) []inventory.Variation {
	last := e.Observations[len(e.Observations)-1]
	if o.source.network == nil || last.Keys == nil || last.Keys.Response.Capture != "" || !answeredAtAll(last.Keys) {
		return nil
	}
	var out []inventory.Variation
	for _, accept := range o.acceptsFor(e) {
		a := o.source.fetch(ctx, inventory.Ask{URL: e.URL, Accept: &accept})
		out = append(out, inventory.Variation{Accept: accept, Keys: readKeys(a)})
	}
	for _, origin := range webOrigins(e) {
		a := o.source.fetch(ctx, inventory.Ask{URL: e.URL, Origin: origin})
		out = append(out, inventory.Variation{Origin: origin, Keys: readKeys(a)})
	}
	return out
}

func (o *observation) acceptsFor(e *inventory.Endpoint) []string {
	if !o.Accepts {
		return nil
	}
	accepts := commonAccepts()
	for _, c := range e.Consumers {
		if v := c.Capabilities.Accept; v.From.Known() && len(accepts) < maxVariations {
			accepts = append(accepts, v.V)
		}
	}
	return distinct(accepts)
}

func webOrigins(e *inventory.Endpoint) []string {
	var origins []string
	for _, c := range e.Consumers {
		for _, v := range c.WebOrigins {
			if v.From.Known() && v.V != "" && len(origins) < maxVariations {
				origins = append(origins, v.V)
			}
		}
	}
	return distinct(origins)
}

// maxVariations bounds the requests that consumers add to one key set's, of each kind.
const maxVariations = 16

// answeredAtAll reports whether a server answered, be it with an error: one that
// refuses the program's own Accept field may take another.
func answeredAtAll(keys *inventory.Document[inventory.KeySet]) bool {
	return keys.Problem == nil || keys.Problem.Status != 0
}
