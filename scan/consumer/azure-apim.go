package consumer

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// azureAPIM reads the validate-jwt policy of Azure API Management, in a file of
// its own or as a text in ARM, Bicep's JSON or Terraform. Its C# expressions and
// named values are not resolved.
func azureAPIM() Dialect {
	return Dialect{
		Product:  "azure-apim",
		Signs:    []string{"validate-jwt", apimDirectory},
		Variants: []Variant{apimDefaults(), apimTenant()},
		Open:     func() Reader { return &fileReader{read: readAPIM} },
	}
}

func apimDefaults() Variant {
	const (
		source   = "MicrosoftDocs/azure-docs@01e7c60 articles/api-management/validate-jwt-policy.md"
		policies = "MicrosoftDocs/azure-docs@00a16c5 articles/api-management/api-management-howto-policies.md" // run on the request
	)
	return Variant{
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:       inventory.ModeManaged,
			Interval:   byDefault(inventory.For(time.Hour), source),
			HTTPCache:  inventory.CacheUnknown,
			UnknownKid: byDefault(true, source),
			Cooldown:   byDefault(inventory.For(5*time.Minute), source),
			Verdicts:   byDefault(inventory.For(0), policies),
		},
		Checks: inventory.Checks{
			Audience: byDefault(false, source),
			Skew:     byDefault(time.Duration(0), source),
		},
	}
}

// apimDirectory is the policy for tokens of the platform's own directory.
const apimDirectory = "validate-azure-ad-token"

// apimTenant takes the metadata of a tenant of the directory, of which it says
// nothing more.
func apimTenant() Variant {
	return Variant{Name: "tenant", Refresh: inventory.Refresh{Mode: inventory.ModeManaged, HTTPCache: inventory.CacheUnknown}}
}

func readAPIM(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("validate-jwt", apimDirectory) {
		for n := range doc.Root().All() {
			for _, f := range members(n) {
				switch {
				case f.Name == "validate-jwt" && isPolicy(f.Value):
					found = append(found, readValidateJWT(doc, f.Value))
				case f.Name == apimDirectory && f.Value.Get("@tenant-id") != nil:
					found = append(found, readValidateTenant(doc, f.Value))
				default:
					continue
				}
				known = true
			}
		}
	}
	return found, known
}

// readValidateTenant reads for whom the tokens of a tenant are accepted. The policy
// names no URL: what its keys are is not followed.
func readValidateTenant(doc *config.Document, policy *config.Node) *inventory.Consumer {
	tenant := policy.Get("@tenant-id")
	s := declare(doc, policy, "", tenant.At, apimTenant())
	c := s.consumer
	for _, v := range s.policyTexts(tenant) {
		s.note("tokens of the tenant %s are accepted (%s), whose issuer and keys the policy leaves to the platform", cmp.Or(v.V, v.Text), tenant.At)
	}
	for _, group := range policy.Each("audiences") {
		c.Checks.Audiences = append(c.Checks.Audiences, s.policyTexts(group.Each("audience")...)...)
	}
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	return c
}

// isPolicy tells the element from a field of that name in another format.
func isPolicy(n *config.Node) bool {
	for _, f := range members(n) {
		if strings.HasPrefix(f.Name, "@") || f.Name == "openid-config" || f.Name == "issuer-signing-keys" {
			return true
		}
	}
	return false
}

func readValidateJWT(doc *config.Document, policy *config.Node) *inventory.Consumer {
	s := declare(doc, policy, "", policy.At, apimDefaults())
	c := s.consumer
	for _, metadata := range policy.Each("openid-config") {
		c.DiscoveryURLs = append(c.DiscoveryURLs, s.policyTexts(metadata.Get("@url"))...)
	}
	for _, group := range policy.Each("issuers") {
		c.Issuers = append(c.Issuers, s.policyTexts(group.Each("issuer")...)...)
	}
	for _, group := range policy.Each("audiences") {
		c.Checks.Audiences = append(c.Checks.Audiences, s.policyTexts(group.Each("audience")...)...)
	}
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	skew := policy.Get("@clock-skew")
	if isExpression(skew) {
		s.unresolved(skew, skew.Text)
		c.Checks.Skew = inventory.Value[time.Duration]{From: inventory.Unresolved, At: skew.At, Text: skew.Text}
	} else {
		c.Checks.Skew = asSkew(parsed(s, skew, skewSpan(c.Checks.Skew), "a number of seconds", whole(time.Second)))
	}
	if unsigned := policy.Get("@require-signed-tokens"); strings.EqualFold(unsigned.Scalar(), "false") {
		s.note("require-signed-tokens is false (%s): tokens without a signature pass", unsigned.At)
	}
	for _, group := range policy.Each("issuer-signing-keys") {
		for _, key := range group.Each("key") {
			s.policyKey(key)
		}
	}
	if len(c.DiscoveryURLs) == 0 {
		c.Refresh = inventory.Refresh{Mode: inventory.ModeStatic}
	}
	return c
}

// policyKey reads a key: RSA by its numbers, a certificate by its name, or base64
// of a shared secret, of which nothing is shown.
func (s settings) policyKey(key *config.Node) {
	n, e, certificate := key.Get("@n"), key.Get("@e"), key.Get("@certificate-id")
	switch {
	case n != nil && e != nil:
		jwk := *key
		jwk.Kind, jwk.Fields = config.Scalar, nil
		jwk.Text = `{"keys":[{"kty":"RSA","kid":` + strconv.Quote(key.Get("@id").Scalar()) +
			`,"n":` + strconv.Quote(n.Text) + `,"e":` + strconv.Quote(e.Text) + `}]}`
		s.inlineKeys(&jwk, asText)
	case certificate != nil:
		for _, v := range s.policyTexts(certificate) {
			if v.V != "" {
				v.V = "certificate " + v.V
			}
			s.consumer.StaticFiles = append(s.consumer.StaticFiles, v)
		}
	default:
		s.note("%s (%s) is a shared secret, or a reference to one", s.path(key), key.At)
	}
}

// policyTexts reads texts, of which expressions are left open.
func (s settings) policyTexts(nodes ...*config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, n := range nodes {
		if isExpression(n) {
			s.unresolved(n, n.Text)
			out = append(out, inventory.Value[string]{From: inventory.Unresolved, At: n.At, Text: n.Text})
			continue
		}
		out = append(out, s.one(n)...)
	}
	return out
}

// isExpression reports whether a value is worked out by the gateway.
func isExpression(n *config.Node) bool {
	return strings.HasPrefix(n.Scalar(), "@(") || strings.HasPrefix(n.Scalar(), "@{")
}
