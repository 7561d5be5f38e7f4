package consumer

import (
	"fmt"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// istio reads RequestAuthentication. How keys are refreshed is not said there but
// in istiod's environment, wherever that is written.
func istio() Dialect {
	return Dialect{
		Product:    "istio",
		Signs:      append([]string{"RequestAuthentication"}, istiodSettings()...),
		Companions: []string{"AuthorizationPolicy"},
		Variants:   []Variant{istioControlPlane("istiod"), istioControlPlane("hybrid"), istioProxy(), istioInline()},
		Open:       func() Reader { return newIstioReader() },
	}
}

const (
	istioResolver = "istio/istio@86c9f01 pilot/pkg/model/jwks_resolver.go"
	istioApplier  = "istio/istio@86c9f01 pilot/pkg/security/authn/policy_applier.go"
	istioFeatures = "istio/istio@86c9f01 pilot/pkg/features/pilot.go"
	istioTuning   = "istio/istio@32edf6d pilot/pkg/features/tuning.go"
)

// istioControlPlane is istiod fetching keys and pushing them to the proxies. All
// issuers hang on one ticker, which a failing one slows down. In "hybrid" the
// proxies fetch what lies inside the mesh, with shorter times, and istiod the rest.
func istioControlPlane(name string) Variant {
	return Variant{
		Name:  name,
		Since: "1.20", Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeControlPlane,
			Interval:     byDefault(inventory.For(20*time.Minute), istioFeatures),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, istioResolver),
			PushDelay:    byDefault(inventory.For(10*time.Second), istioTuning), // PILOT_DEBOUNCE_MAX
			StaleOnError: byDefault(inventory.For(7*24*time.Hour), istioResolver),
			Verdicts:     byDefault(inventory.For(0), istioApplier),
			Coupled:      true,
		},
		Checks:       istioChecks(),
		Capabilities: istiodCapabilities(),
	}
}

// istiodCapabilities are the proxy's for keys that istiod fetches and passes on as
// they are.
func istiodCapabilities() inventory.Capabilities {
	can := envoyCapabilities()
	can.FollowsRedirects = byDefault(true, istioResolver) // as http.Client does
	can.Accept = byDefault("", istioResolver)
	can.MaxBody = byDefault(0, istioResolver)
	return can
}

// istioProxy is the proxies fetching keys themselves, with times that are not configurable.
func istioProxy() Variant {
	return Variant{
		Name:  "envoy",
		Since: "1.20", Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(5*time.Minute), istioApplier),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, envoyCache),
			StaleOnError: byDefault(inventory.For(0), envoyCache),
			Verdicts:     byDefault(inventory.For(0), istioApplier),
		},
		Checks:       istioChecks(),
		Capabilities: envoyCapabilities(),
	}
}

// istioInline is a rule with its keys written into it.
func istioInline() Variant {
	return Variant{
		Name:  "inline",
		Since: "1.20", Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), istioApplier),
		},
		Checks:       istioChecks(),
		Capabilities: envoyCapabilities(),
	}
}

func istioChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:        byDefault(true, istioApplier),
		Audience:      byDefault(false, istioApplier),
		Algorithms:    byDefault([]string(nil), envoyProto),
		Skew:          byDefault(time.Minute, envoyProto),
		TokenOptional: byDefault(true, istioApplier),
	}
}

// istioReader joins rules, istiod's environment and authorization policies.
type istioReader struct {
	rules    []istioRule
	env      companions                  // values of istiod's variables
	policies map[string]inventory.Origin // by namespace, the first that asks for something of a token
	policy   inventory.Origin            // the first of all
}

func newIstioReader() *istioReader {
	return &istioReader{env: companions{}, policies: map[string]inventory.Origin{}}
}

// istioRule is one consumer and what decides how its keys are refreshed.
type istioRule struct {
	settings
	namespace   string
	uri, inline bool
}

// Read implements Reader.
func (r *istioReader) Read(file *config.File) bool {
	known := false
	for _, doc := range file.Documents("RequestAuthentication") {
		for _, object := range objects(doc, "security.istio.io", "RequestAuthentication") {
			known = true
			r.readRules(doc, object)
		}
	}
	for _, doc := range file.Documents(istiodSettings()...) {
		known = r.readEnvironment(doc) || known
	}
	for _, doc := range file.Documents("AuthorizationPolicy") {
		for _, object := range objects(doc, "security.istio.io", "AuthorizationPolicy") {
			known = true
			r.readPolicy(object)
		}
	}
	return known
}

func (r *istioReader) readRules(doc *config.Document, object *config.Node) {
	namespace := object.Get("metadata").Get("namespace").Scalar()
	name := object.Get("metadata").Get("name").Scalar()
	if namespace != "" {
		name = namespace + "/" + name
	}
	spec := object.Get("spec")
	rules := spec.Get("jwtRules").Elements()
	for i, rule := range rules {
		if !rule.Is(config.Map) {
			continue
		}
		ruleName := name
		if len(rules) > 1 {
			ruleName = fmt.Sprintf("%s/jwtRules[%d]", name, i)
		}
		at := rule.At
		if issuer := rule.Get("issuer"); issuer != nil {
			at = issuer.At
		}
		s := declare(doc, spec, ruleName, at, istioControlPlane("istiod"))
		r.rules = append(r.rules, readIstioRule(s, rule, namespace))
	}
}

func readIstioRule(s settings, rule *config.Node, namespace string) istioRule {
	c := s.consumer
	c.Issuers = s.one(rule.Get("issuer"))
	c.JWKSURLs = s.one(rule.Get("jwksUri", "jwks_uri"))
	c.Checks.Audiences = s.texts(rule.Get("audiences"))
	out := istioRule{settings: s, namespace: namespace, uri: len(c.JWKSURLs) > 0}
	if keys := rule.Get("jwks"); keys != nil {
		out.inline = true
		s.inlineKeys(keys, asText)
		if out.uri {
			s.note("jwks and jwksUri are both set, which the API rejects: the keys in jwks count")
		}
	}
	out.base = nil // the tree need not be kept until all files are read
	return out
}

// readPolicy keeps an AuthorizationPolicy that asks for something of a token.
func (r *istioReader) readPolicy(object *config.Node) {
	for n := range object.Get("spec").All() {
		claims := n.Get("requestPrincipals", "notRequestPrincipals") != nil
		if !claims && !strings.HasPrefix(n.Get("key").Scalar(), "request.auth.") {
			continue
		}
		namespace := object.Get("metadata").Get("namespace").Scalar()
		if r.policies[namespace].IsZero() {
			r.policies[namespace] = object.At
		}
		if r.policy.IsZero() {
			r.policy = object.At
		}
		return
	}
}

// Consumers implements Reader.
func (r *istioReader) Consumers() []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, rule := range r.rules {
		r.refresh(rule)
		rule.consumer.Checks.Audience = follows(rule.consumer.Checks.Audiences, rule.consumer.Checks.Audience)
		r.demand(rule)
		out = append(out, rule.consumer)
	}
	return out
}

// demand says whether requests without a token pass: by themselves the rules let
// them, and a policy that asks for a token may apply or not. Those of the root
// namespace, and those that name none, may apply anywhere.
func (r *istioReader) demand(rule istioRule) {
	at := r.policies[rule.namespace]
	for _, namespace := range []string{"istio-system", ""} {
		if at.IsZero() {
			at = r.policies[namespace]
		}
	}
	if rule.namespace == "" {
		at = r.policy
	}
	if !at.IsZero() {
		rule.consumer.Checks.TokenOptional = inventory.Value[bool]{At: at}
		rule.note("an AuthorizationPolicy (%s) asks for a token's claims: where it does not apply, requests without a token pass", at)
	}
}
