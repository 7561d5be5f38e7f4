package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// terraformAuthorizers reads the JWT authorizers of HTTP APIs in Terraform:
// resources, and the arguments of a module, which have their members.
func terraformAuthorizers(doc *config.Document) []*inventory.Consumer {
	var out []*inventory.Consumer
	for n := range doc.Root().All() {
		kind := n.Get("authorizer_type")
		if kind == nil || kind.Is(config.Scalar) && !kind.Open && !strings.EqualFold(kind.Text, "JWT") && !strings.HasPrefix(kind.Text, "${") {
			continue
		}
		r := resource{doc: doc, body: n, at: n.At, name: strings.TrimPrefix(n.Path(nil), "resource.")}
		jwt := n.Get("jwt_configuration")
		for _, element := range jwt.Elements() { // JSON may have a list of one
			jwt = element
		}
		if !jwt.Is(config.Map) {
			continue
		}
		s := r.declare(apiGatewayHTTP())
		apiGatewayAuthorizer(s, jwt.Get("issuer"), jwt.Get("audience").Elements())
		out = append(out, s.consumer)
	}
	return out
}

// terraformIAMProviders reads the OpenID Connect providers of IAM in Terraform.
func terraformIAMProviders(doc *config.Document) []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, r := range resources(doc, "aws_iam_openid_connect_provider") {
		s := r.declare(iamOIDCDefaults())
		iamOIDCProvider(s, r.body.Get("url"), r.body.Get("client_id_list").Elements())
		if pins := r.body.Get("thumbprint_list"); pins != nil {
			s.note("thumbprint_list (%s) pins certificates of the issuer's server, not its keys", pins.At)
		}
		out = append(out, s.consumer)
	}
	return out
}
