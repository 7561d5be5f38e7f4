package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// envoyDemand is what the requirements of a filter make of one provider.
type envoyDemand struct {
	named     bool
	optional  *config.Node   // that lets requests without a token pass; nil where none does
	lax       bool           // it lets those with a bad token pass as well
	audiences []*config.Node // that requirements put in the place of the provider's
	every     bool           // every requirement does
}

// envoyDemands reads all requirements of a filter: of rules, of the map that
// routes refer to, and of filter state.
func envoyDemands(filter *config.Node) map[string]*envoyDemand {
	demands := map[string]*envoyDemand{}
	for _, p := range filter.Get("providers").Fields {
		demands[p.Name] = &envoyDemand{every: true}
	}
	roots := []*config.Node{}
	for _, rule := range filter.Get("rules").Elements() {
		roots = append(roots, rule.Get("requires"))
	}
	for _, of := range []*config.Node{
		proto(filter, "requirement_map"), proto(filter, "filter_state_rules").Get("requires"),
	} {
		if of.Is(config.Map) {
			for _, f := range of.Fields {
				roots = append(roots, f.Value)
			}
		}
	}
	var waiver *config.Node // of a requirement that names no provider: any one's token will do, or none
	for _, root := range roots {
		if w := waiverOf(root); w != nil && !namesProvider(root) {
			if waiver == nil || lax(w) {
				waiver = w
			}
			continue
		}
		demand(demands, root, nil)
	}
	if waiver != nil {
		for _, d := range demands {
			d.require(waiver)
		}
	}
	return demands
}

// demand walks a requirement. A waiver in a list of alternatives holds for the others in it.
func demand(demands map[string]*envoyDemand, n, waiver *config.Node) {
	if anyOf := proto(n, "requires_any"); anyOf != nil {
		for _, r := range anyOf.Get("requirements").Elements() {
			if w := waiverOf(r); w != nil && waiver == nil {
				waiver = w
			}
		}
		for _, r := range anyOf.Get("requirements").Elements() {
			demand(demands, r, waiver)
		}
		return
	}
	for _, r := range proto(n, "requires_all").Get("requirements").Elements() {
		demand(demands, r, waiver)
	}
	with := proto(n, "provider_and_audiences")
	name := proto(n, "provider_name")
	if with != nil {
		name = proto(with, "provider_name")
	}
	if d := demands[name.Scalar()]; d != nil {
		d.require(waiver)
		audiences := with.Get("audiences").Elements()
		d.audiences = append(d.audiences, audiences...)
		d.every = d.every && len(audiences) > 0
	}
}

func (d *envoyDemand) require(waiver *config.Node) {
	d.named = true
	if waiver == nil {
		return
	}
	if d.optional == nil {
		d.optional = waiver
	}
	d.lax = d.lax || lax(waiver)
}

func lax(waiver *config.Node) bool {
	return waiver.Name() == "allow_missing_or_failed" || waiver.Name() == "allowMissingOrFailed"
}

// waiverOf returns what lets a request pass a requirement without a token.
func waiverOf(n *config.Node) *config.Node {
	for _, name := range []string{"allow_missing_or_failed", "allow_missing"} {
		if w := proto(n, name); w != nil {
			return w
		}
	}
	var last *config.Node
	for _, r := range proto(n, "requires_any").Get("requirements").Elements() {
		if w := waiverOf(r); w != nil {
			return w
		}
	}
	for _, r := range proto(n, "requires_all").Get("requirements").Elements() {
		if last = waiverOf(r); last == nil {
			return nil
		}
	}
	return last
}

func namesProvider(n *config.Node) bool {
	for at := range n.All() {
		if proto(at, "provider_name") != nil {
			return true
		}
	}
	return false
}

// apply completes the checks of a provider.
func (d *envoyDemand) apply(s settings) {
	checks := &s.consumer.Checks
	switch {
	case !d.named:
		s.note("no requirement here names the provider: whether tokens are demanded is decided elsewhere")
	case d.optional == nil:
		checks.TokenOptional = inventory.Value[bool]{From: inventory.Implied, At: s.consumer.Origin}
	default:
		checks.TokenOptional = inventory.Value[bool]{V: true, From: inventory.Explicit, At: d.optional.At}
		if d.lax {
			s.note("allow_missing_or_failed (%s): requests with a bad token pass as well", d.optional.At)
		}
	}
	if len(d.audiences) == 0 {
		return
	}
	for _, n := range d.audiences {
		checks.Audiences = append(checks.Audiences, s.texts(n)...)
	}
	if d.every {
		checks.Audience = follows(checks.Audiences, checks.Audience)
	}
}
