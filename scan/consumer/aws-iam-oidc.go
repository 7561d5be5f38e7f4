package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// awsIAMOIDC reads the OpenID Connect providers of IAM in CloudFormation and
// Terraform. What
// the service does with their keys is not documented, so nothing of it is known.
func awsIAMOIDC() Dialect {
	return Dialect{
		Product:  "aws-iam-oidc",
		Signs:    []string{"AWS::IAM::OIDCProvider", "aws_iam_openid_connect_provider"},
		Variants: []Variant{iamOIDCDefaults()},
		Open:     func() Reader { return &fileReader{read: readIAMOIDC} },
	}
}

func iamOIDCDefaults() Variant {
	return Variant{Refresh: inventory.Refresh{Mode: inventory.ModeManaged, HTTPCache: inventory.CacheUnknown}}
}

func readIAMOIDC(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(awsIAMOIDC().Signs...) {
		if providers := terraformIAMProviders(doc); len(providers) > 0 {
			found, known = append(found, providers...), true
		}
		t := stackOf(doc)
		for n := range doc.Root().All() {
			properties := n.Get("Properties")
			if n.Get("Type").Scalar() == "AWS::IAM::OIDCProvider" && properties.Is(config.Map) {
				known = true
				found = append(found, readIAMOIDCProvider(doc, t, n, properties))
			}
		}
	}
	return found, known
}

func readIAMOIDCProvider(doc *config.Document, t stack, resource, properties *config.Node) *inventory.Consumer {
	url := properties.Get("Url")
	s := declare(doc, resource, resource.Name(), placed(url, resource), iamOIDCDefaults())
	s.syntax = t.syntax()
	iamOIDCProvider(s, t.value(url), t.values(properties.Get("ClientIdList")))
	if pins := properties.Get("ThumbprintList"); pins != nil {
		s.note("ThumbprintList (%s) pins certificates of the issuer's server, not its keys", pins.At)
	}
	return s.consumer
}

// iamOIDCProvider completes a provider, whatever language declares it.
func iamOIDCProvider(s settings, url *config.Node, clients []*config.Node) {
	c := s.consumer
	c.Issuers = s.one(url)
	for _, n := range clients {
		c.Checks.Audiences = append(c.Checks.Audiences, s.one(n)...)
	}
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
}
