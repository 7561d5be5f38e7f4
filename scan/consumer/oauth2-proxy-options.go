package consumer

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// oauth2ProxyOptions are the options of one process, by their name in the
// configuration file, however they are spelt.
type oauth2ProxyOptions struct {
	doc     *config.Document
	name    string
	options []oauth2ProxyOption
}

type oauth2ProxyOption struct {
	name  string
	value *config.Node
}

// get is the last value of an option, which overrides those before it.
func (o oauth2ProxyOptions) get(name string) *config.Node {
	if all := o.all(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

func (o oauth2ProxyOptions) all(name string) []*config.Node {
	var out []*config.Node
	for _, option := range o.options {
		if option.name == name {
			out = append(out, option.value.Elements()...)
		}
	}
	return out
}

func (o *oauth2ProxyOptions) add(name string, value *config.Node) {
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")

	switch name {
	case "oidc_extra_audience", "extra_jwt_issuer", "oidc_public_key_file", "oidc_enabled_signing_alg":
		name += "s"
	}
	o.options = append(o.options, oauth2ProxyOption{name, value})
}

// oauth2Options finds the options that a node gives: a file's, a container's, or
// those of one provider.
func oauth2Options(doc *config.Document, n *config.Node) []oauth2ProxyOptions {
	o := oauth2ProxyOptions{doc: doc}
	switch {
	case n.Get("oidcConfig").Is(config.Map):
		return o.alpha(n)
	case n == doc.Root() && !doc.YAML:
		o.fields(n)
	case n.Name() == "extraArgs":
		o.fields(n)
	case n.Is(config.Map):
		for _, value := range n.Each("command", "args", "extraArgs") {
			o.flag(value)
		}
	}
	o.pairs(n)
	o.environment(n)
	if !o.ours() {
		return nil
	}
	return []oauth2ProxyOptions{o}
}

// ours tells this product from others that have an option of the same name, such
// as kube-apiserver with --oidc-issuer-url.
func (o oauth2ProxyOptions) ours() bool {
	source, own := false, false
	for _, option := range o.options {
		switch option.name {
		case "oidc_issuer_url":
			source = true
		case "oidc_jwks_url", "extra_jwt_issuers", "oidc_public_key_files":
			return true
		}
		own = own || slices.Contains([]string{
			"provider", "upstream", "upstreams", "email_domain", "email_domains", "cookie_secret", "client_id", "redirect_url",
			"http_address", "skip_provider_button", "skip_jwt_bearer_tokens", "reverse_proxy", "skip_oidc_discovery",
			"insecure_oidc_skip_issuer_verification",
		}, option.name)
	}
	return source && own
}

func (o *oauth2ProxyOptions) fields(n *config.Node) {
	for _, f := range members(n) {
		name := f.Name
		if variable, ok := strings.CutPrefix(name, "OAUTH2_PROXY_"); ok {
			name = variable
		} else if n == o.doc.Root() && strings.ToLower(name) != name {
			continue
		}
		o.add(name, f.Value)
	}
}

// flag reads --name=value.
func (o *oauth2ProxyOptions) flag(n *config.Node) {
	rest, dashed := strings.CutPrefix(strings.TrimPrefix(n.Scalar(), "-"), "-")
	name, value, found := strings.Cut(rest, "=")
	if !dashed || !found || name == "" {
		return
	}
	item := *n
	item.Text = value
	o.add(name, &item)
}

// pairs reads flags whose value is the next element.
func (o *oauth2ProxyOptions) pairs(n *config.Node) {
	for _, name := range []string{"command", "args", "extraArgs"} {
		list := n.Get(name)
		if !list.Is(config.List) {
			continue
		}
		for i := 0; i+1 < len(list.Items); i++ {
			flag, dashed := strings.CutPrefix(list.Items[i].Scalar(), "--")
			if value := list.Items[i+1]; dashed && !strings.Contains(flag, "=") && !strings.HasPrefix(value.Scalar(), "-") {
				o.add(flag, value)
			}
		}
	}
}

// environment reads the variables of a container, as names and values, as
// fields, or as NAME=value.
func (o *oauth2ProxyOptions) environment(n *config.Node) {
	for _, list := range []string{"env", "extraEnv", "environment"} {
		for _, f := range variables(n.Get(list)) {
			if name, ok := strings.CutPrefix(f.Name, "OAUTH2_PROXY_"); ok {
				o.add(name, f.Value)
			}
		}
	}
}

// alpha reads one provider of the alpha configuration.
func (o oauth2ProxyOptions) alpha(provider *config.Node) []oauth2ProxyOptions {
	o.name = provider.Get("id").Scalar()
	names := map[string]string{
		"issuerURL": "oidc_issuer_url", "jwksURL": "oidc_jwks_url", "publicKeyFiles": "oidc_public_key_files",
		"insecureSkipIssuerVerification": "insecure_oidc_skip_issuer_verification",
		"extraAudiences":                 "oidc_extra_audiences", "enabledSigningAlgs": "oidc_enabled_signing_algs",
	}
	for _, f := range members(provider.Get("oidcConfig")) {
		if name := names[f.Name]; name != "" {
			o.add(name, f.Value)
		}
	}
	if len(o.options) == 0 {
		return nil
	}
	for _, f := range provider.Fields {
		if f.Name == "clientID" {
			o.add("client_id", f.Value)
		}
	}
	return []oauth2ProxyOptions{o}
}

// readExtraIssuer reads "issuer=audience".
func readExtraIssuer(s settings, pair inventory.Value[string]) {
	c := s.consumer
	c.Issuers = []inventory.Value[string]{pair}
	if !pair.From.Known() {
		c.Unresolved = append(c.Unresolved, inventory.Placeholder{Field: "extra_jwt_issuers", Text: pair.Text, At: pair.At})
		return
	}
	issuer, audience, _ := strings.Cut(pair.V, "=")
	c.Issuers[0].V = issuer
	c.Name += "/" + issuer
	if audience != "" {
		pair.V = audience
		c.Checks.Audiences = []inventory.Value[string]{pair}
	}
	s.note("where the issuer has no metadata, its key set is taken from /.well-known/jwks.json below it")
}
