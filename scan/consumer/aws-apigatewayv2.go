package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// awsAPIGatewayV2 reads the JWT authorizers of HTTP APIs: CloudFormation and SAM
// templates, the OpenAPI extension, serverless.yml and Terraform.
func awsAPIGatewayV2() Dialect {
	return Dialect{
		Product:    "aws-apigatewayv2",
		Signs:      apiGatewaySigns(),
		Companions: []string{"issuerUrl", "jwt_configuration"},
		Variants:   []Variant{apiGatewayHTTP()},
		Open:       func() Reader { return &fileReader{read: readAPIGateway} },
	}
}

func apiGatewaySigns() []string { return []string{"JwtConfiguration", "jwtConfiguration"} }

// apiGatewayHTTP is the service: how long it keeps keys is said in no source that
// was verified, and nothing configures it.
func apiGatewayHTTP() Variant {
	const source = "awsdocs/amazon-api-gateway-developer-guide@1394564 doc_source/http-api-jwt-authorizer.md"
	return Variant{
		Verified: "2026-11-23",
		Refresh:  inventory.Refresh{Mode: inventory.ModeManaged, HTTPCache: inventory.CacheUnknown},
		Checks: inventory.Checks{
			Issuer:        byDefault(true, source),
			Audience:      byDefault(true, source),
			TokenOptional: byDefault(false, source),
		},
		Capabilities: inventory.Capabilities{Algorithms: byDefault([]string{
			"RS256", "RS384", "RS512", // "only RSA-based algorithms"
		}, source)},
	}
}

func readAPIGateway(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(append(apiGatewaySigns(), "issuerUrl", "jwt_configuration")...) {
		if authorizers := terraformAuthorizers(doc); len(authorizers) > 0 {
			found, known = append(found, authorizers...), true
		}
		t := stackOf(doc)
		for n := range doc.Root().All() {
			for _, a := range apiGatewayAuthorizers(n) {
				known = true
				found = append(found, readAPIGatewayAuthorizer(doc, t, a))
			}
		}
	}
	return found, known
}

// apiGateway is one authorizer as a template declares it.
type apiGateway struct {
	name             string
	base             *config.Node
	issuer, audience *config.Node
}

// apiGatewayAuthorizers finds the authorizers that a node declares.
func apiGatewayAuthorizers(n *config.Node) []apiGateway {
	properties := n.Get("Properties")
	switch {
	case n.Get("Type").Scalar() == "AWS::ApiGatewayV2::Authorizer":
		if kind, jwt := properties.Get("AuthorizerType"), properties.Get("JwtConfiguration"); jwt.Is(config.Map) && kind.Scalar() != "REQUEST" {
			return []apiGateway{newAPIGateway(n.Name(), n, jwt)}
		}
	case n.Get("x-amazon-apigateway-authorizer").Is(config.Map):
		extension := n.Get("x-amazon-apigateway-authorizer")
		if jwt := extension.Get("jwtConfiguration"); jwt.Is(config.Map) && strings.EqualFold(extension.Get("type").Scalar(), "jwt") {
			return []apiGateway{newAPIGateway(n.Name(), n, jwt)}
		}
	case n.Name() == "Authorizers" && n.Is(config.Map): // SAM
		var out []apiGateway
		for _, f := range n.Fields {
			if jwt := f.Value.Get("JwtConfiguration"); jwt.Is(config.Map) {
				out = append(out, newAPIGateway(f.Name, f.Value, jwt))
			}
		}
		return out
	case n.Name() == "httpApi": // serverless.yml
		var out []apiGateway
		if authorizers := n.Get("authorizers"); authorizers.Is(config.Map) {
			for _, f := range authorizers.Fields {
				if issuer := f.Value.Get("issuerUrl"); issuer != nil {
					out = append(out, apiGateway{f.Name, f.Value, issuer, f.Value.Get("audience")})
				}
			}
		}
		return out
	}
	return nil
}

func newAPIGateway(name string, base, jwt *config.Node) apiGateway {
	return apiGateway{name, base, jwt.Get("Issuer", "issuer"), jwt.Get("Audience", "audience")}
}

func readAPIGatewayAuthorizer(doc *config.Document, t stack, a apiGateway) *inventory.Consumer {
	s := declare(doc, a.base, a.name, placed(a.issuer, a.base), apiGatewayHTTP())
	s.syntax = t.syntax()
	if a.issuer.Name() == "issuerUrl" { // ${self:path} and ${env:NAME} name what they stand for
		s.syntax = config.Placeholders{NoDefault: true}
	}
	apiGatewayAuthorizer(s, t.value(a.issuer), t.values(a.audience))
	return s.consumer
}

// apiGatewayAuthorizer completes an authorizer, whatever language declares it.
func apiGatewayAuthorizer(s settings, issuer *config.Node, audiences []*config.Node) {
	c := s.consumer
	c.Issuers = s.one(issuer)
	for _, n := range audiences {
		c.Checks.Audiences = append(c.Checks.Audiences, s.one(n)...)
	}
}
