package consumer

import (
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The variables of istiod that bear on key sets.
const (
	istiodInterval   = "PILOT_JWT_PUB_KEY_REFRESH_INTERVAL"
	istiodRemote     = "PILOT_JWT_ENABLE_REMOTE_JWKS"
	istiodSkipVerify = "JWKS_RESOLVER_INSECURE_SKIP_VERIFY"
)

func istiodSettings() []string { return []string{istiodInterval, istiodRemote, istiodSkipVerify} }

// readEnvironment finds the variables as a container's list of names and values,
// or as fields: Helm values pilot.env and env, values.pilot.env of an operator.
func (r *istioReader) readEnvironment(doc *config.Document) bool {
	known := false
	for n := range doc.Root().All() {
		for _, name := range istiodSettings() {
			value := n.Get(name)
			if n.Get("name").Scalar() == name {
				value = n.Get("value", "valueFrom")
			}
			if value != nil {
				known = true
				r.env.set(name, detached(value))
			}
		}
	}
	return known
}

// refresh says how a rule's keys are refreshed in this environment.
func (r *istioReader) refresh(rule istioRule) {
	c := rule.consumer
	mode := istioControlPlane("istiod")
	switch {
	case rule.inline:
		mode = istioInline()
	case len(r.env) == 0:
		rule.note("istiod's environment is not among the files (%s): its defaults count", strings.Join(istiodSettings(), ", "))
	case rule.uri: // without one istiod looks it up, and keeps fetching
		mode = r.mode(rule)
	}
	c.Variant, c.Refresh = mode.Name, mode.Refresh
	if mode.Refresh.Mode == inventory.ModeControlPlane {
		c.Refresh.Interval = r.interval(rule, mode.Refresh.Interval)
		c.Checks.VerifiesTLS = r.verifies(rule)
		if mode.Name == "hybrid" && c.Checks.VerifiesTLS.V {
			c.Checks.VerifiesTLS = inventory.Value[bool]{} // of istiod; the proxies may not
		}
	}
}

// mode tells who fetches. Any word but those of the other modes means istiod.
func (r *istioReader) mode(rule istioRule) Variant {
	envoys, others := 0, 0
	for _, n := range r.env[istiodRemote] {
		word, _ := rule.named(istiodRemote).text(n)
		switch word.V {
		case "envoy":
			envoys++
		case "hybrid", "true":
			envoys, others = envoys+1, others+1
		default:
			others++
			if !word.From.Known() {
				envoys++
			}
		}
	}
	switch {
	case envoys == 0:
		return istioControlPlane("istiod")
	case others == 0:
		return istioProxy()
	}
	rule.note("%s does not say for sure whether the proxies fetch this key set (every 5m) or istiod: istiod's longer times count", istiodRemote)
	return istioControlPlane("hybrid")
}

// interval is the longest that any of the files gives.
func (r *istioReader) interval(rule istioRule, otherwise inventory.Value[inventory.Span]) inventory.Value[inventory.Span] {
	longest := otherwise
	for i, n := range r.env[istiodInterval] {
		v := parsed(rule.named(istiodInterval), n, otherwise, `a duration such as "20m"`, goSpan)
		if i == 0 || longest.From.Known() && (!v.From.Known() || v.V.D > longest.V.D) {
			longest = v
		}
	}
	if len(r.env[istiodInterval]) > 1 {
		rule.note("%s has several values among the files: the longest counts", istiodInterval)
	}
	return longest
}

// verifies says whether istiod verifies the key set's server.
func (r *istioReader) verifies(rule istioRule) inventory.Value[bool] {
	const source = "istio/istio pilot/pkg/features JwksResolverInsecureSkipVerify"
	out := byDefault(true, source)
	for _, n := range r.env[istiodSkipVerify] {
		skips := parsed(rule.named(istiodSkipVerify), n, inventory.Value[bool]{}, "true or false", strconv.ParseBool)
		if skips.V || !skips.From.Known() {
			return inventory.Value[bool]{From: skips.From, At: skips.At, Text: skips.Text}
		}
		out = inventory.Value[bool]{V: true, From: skips.From, At: skips.At}
	}
	return out
}
