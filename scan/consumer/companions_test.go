package consumer

import (
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestCompanions holds that a product whose settings are split names what is missing
// where one part is given, and joins both where they are, in either order.
func TestCompanions(t *testing.T) {
	interval := func(c *inventory.Consumer) string { return c.Refresh.Interval.V.D.String() }
	files := func(c *inventory.Consumer) string { return texts(c.StaticFiles) }
	for _, test := range []struct {
		product        string
		trust, more    string // two files, or two parts of one
		one            bool
		missing        string // what a note names
		value          func(*inventory.Consumer) string
		without, joint string
	}{
		{
			product: "istio",
			trust: "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: corp}\n" +
				"spec:\n  jwtRules:\n  - {issuer: \"https://idp.example.com\", jwksUri: \"https://idp.example.com/jwks\"}\n",
			more: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod}\nspec:\n  template:\n    spec:\n      containers:\n" +
				"      - name: discovery\n        env:\n        - {name: PILOT_JWT_PUB_KEY_REFRESH_INTERVAL, value: 5m}\n",
			missing: "istiod's environment is not among the files", value: interval, without: "20m0s", joint: "5m0s",
		},
		{
			product: "gcp-espv2",
			trust:   "securityDefinitions:\n  corp:\n    x-google-issuer: https://idp.example.com\n    x-google-jwks_uri: https://idp.example.com/jwks\n",
			more:    "args: [--jwks_cache_duration_in_s=60]\n",
			missing: "the flags of the proxy are not among the files", value: interval, without: "5m0s", joint: "1m0s",
		},
		{
			product: "kafka", one: true,
			trust:   "listener.name.external.sasl.oauthbearer.jwks.endpoint.url=https://idp.example.com/jwks\n",
			more:    "listener.name.external.oauthbearer.sasl.server.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler\n",
			missing: "sasl.server.callback.handler.class of the listener is not in the file", value: interval, without: "1h0m0s", joint: "1h0m0s",
		},
		{
			product: "confluent", one: true,
			trust:   "confluent.license=x\nlistener.name.external.sasl.oauthbearer.jwks.endpoint.url=https://idp.example.com/jwks\n",
			more:    "listener.name.external.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required publicKeyPath=\"/mnt/public.pem\";\n",
			missing: "the JAAS configuration of the listener is not in the file", value: files, without: "", joint: "/mnt/public.pem",
		},
	} {
		t.Run(test.product, func(t *testing.T) {
			check := func(files []File, notes bool, want string) {
				t.Helper()
				got := Discover(files).Consumers
				if len(got) != 1 || got[0].Product != test.product {
					t.Fatalf("got %d consumers, want one of %s", len(got), test.product)
				}
				named := slices.ContainsFunc(got[0].Notes, func(n string) bool { return strings.Contains(n, test.missing) })
				if value := test.value(got[0]); named != notes || value != want {
					t.Errorf("got %q and notes %q, want %q and a note of what is missing: %v", value, got[0].Notes, want, notes)
				}
			}
			check([]File{{"a.yaml", []byte(test.trust)}}, true, test.without)
			if test.one {
				check([]File{{"a.yaml", []byte(test.trust + test.more)}}, false, test.joint)
				return
			}
			check([]File{{"a.yaml", []byte(test.trust)}, {"b.yaml", []byte(test.more)}}, false, test.joint)
			check([]File{{"a.yaml", []byte(test.more)}, {"b.yaml", []byte(test.trust)}}, false, test.joint)
		})
	}
}

func texts(values []inventory.Value[string]) string {
	var out []string
	for _, v := range values {
		out = append(out, v.V)
	}
	return strings.Join(out, " ")
}
