package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// awsALB reads the jwt-validation action of load balancers in CloudFormation.
func awsALB() Dialect {
	return Dialect{
		Product:  "aws-alb",
		Signs:    []string{"jwt-validation"},
		Variants: []Variant{albDefaults()},
		Open:     func() Reader { return &fileReader{read: readALB} },
	}
}

// albDefaults is the service: how it caches keys is not documented.
func albDefaults() Variant {
	const source = "docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"
	return Variant{
		Verified: "2026-11-23",
		Refresh:  inventory.Refresh{Mode: inventory.ModeManaged, HTTPCache: inventory.CacheUnknown},
		Checks: inventory.Checks{
			Issuer:     byDefault(true, source),
			Audience:   byDefault(false, source),
			Algorithms: byDefault([]string{"RS256"}, source),
		},
		Capabilities: inventory.Capabilities{Algorithms: byDefault([]string{"RS256"}, source)},
	}
}

func readALB(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwt-validation") {
		t := stackOf(doc)
		for n := range doc.Root().All() {
			switch n.Get("Type").Scalar() {
			case "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule":
			default:
				continue
			}
			for _, action := range n.Get("Properties").Get("Actions", "DefaultActions").Elements() {
				jwt := action.Get("JwtValidationConfig", "JwtValidationActionConfig")
				if action.Get("Type").Scalar() == "jwt-validation" && jwt.Is(config.Map) {
					known = true
					found = append(found, readALBAction(doc, t, n, jwt))
				}
			}
		}
	}
	return found, known
}

func readALBAction(doc *config.Document, t stack, resource, jwt *config.Node) *inventory.Consumer {
	s := declare(doc, resource, resource.Name(), placed(jwt.Get("JwksEndpoint"), jwt), albDefaults())
	s.syntax = t.syntax()
	albAction(s, t.value(jwt.Get("Issuer")), t.value(jwt.Get("JwksEndpoint")))
	for _, claim := range jwt.Get("AdditionalClaims").Elements() {
		if claim.Get("Name").Scalar() != "aud" {
			continue
		}
		for _, n := range t.values(claim.Get("Values")) {
			s.consumer.Checks.Audiences = append(s.consumer.Checks.Audiences, s.one(n)...)
		}
	}
	checks := &s.consumer.Checks
	checks.Audience = follows(checks.Audiences, checks.Audience)
	return s.consumer
}

// albAction completes an action, whatever language declares it.
func albAction(s settings, issuer, endpoint *config.Node) {
	s.consumer.Issuers = s.one(issuer)
	s.consumer.JWKSURLs = s.one(endpoint)
}
