package consumer

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestManyConsumersTakeLinearTime reads files that declare as much as fits, for
// products that join or repeat settings.
func TestManyConsumersTakeLinearTime(t *testing.T) {
	n := 1 << 19
	if raced {
		n = 1 << 16
	}
	many := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	for product, text := range map[string]string{
		"gcp-espv2":        "args:\n" + many("- --jwks_cache_duration_in_s=#\n") + "defs:\n" + many("  d#: {x-google-issuer: i#}\n"),
		"postgrest":        many("- {PGRST_JWT_SECRET: '@f#', PGRST_JWT_AUD: a#}\n"),
		"hasura":           many("- {HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\": \"u#\"}'}\n"),
		"tyk":              "x-tyk-api-gateway: {server: {authentication: {securitySchemes: {a: {jwksURIs: [\n" + many("{url: u#, cacheTimeout: #s},\n") + "]}}}}}\n",
		"aws-apigatewayv2": "Resources:\n" + many("  R#: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {AuthorizerType: JWT, JwtConfiguration: {Issuer: !Ref P#}}}\n") + "Parameters:\n" + many("  P#: {Default: d}\n"),
		"apollo-router":    "authentication: {router: {jwt: {jwks: [\n" + many("{url: u#, poll_interval: #s},\n") + "]}}}\n",
		"krakend":          many("- {extra_config: {auth/validator: {jwk_url: u#, cache: true}}}\n"),
	} {
		t.Run(product, func(t *testing.T) {
			start := time.Now()
			got := Discover([]File{{"a.yaml", []byte(text)}})
			took := time.Since(start)
			t.Logf("%d octets, %d consumers in %s", len(text), len(got.Consumers), took)
			if len(got.Consumers) == 0 || got.Consumers[0].Product != product {
				t.Errorf("no consumer of %s in it: %v", product, got.Problems)
			}
			if took > 30*time.Second {
				t.Errorf("%d octets took %s", len(text), took)
			}
		})
	}
}
