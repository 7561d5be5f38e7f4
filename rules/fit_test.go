package rules_test

import (
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// A library that verifies with shared secrets unless it is told otherwise was told
// otherwise where somebody has it fetch public keys.
func TestDefaultOfSharedSecretsIsNoList(t *testing.T) {
	set, problem := jwks.Decode([]byte(`{"keys": [{"kty": "EC", "use": "sig", "alg": "ES256", "kid": "1", "crv": "P-256",
		"x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0"}]}`))
	if problem != nil {
		t.Fatal(problem)
	}
	ruby, err := consumer.NewLibraryConsumer("ruby-jwt")
	if err != nil {
		t.Fatal(err)
	}
	set256 := inventory.Value[[]string]{V: []string{"HS256"}, From: inventory.Explicit}
	told := *ruby
	told.Checks.Algorithms = set256
	for name, test := range map[string]struct {
		consumer *inventory.Consumer
		want     int
	}{"default": {ruby, 0}, "configured": {&told, 1}} {
		evaluator := relationEvaluator(t)
		e := &inventory.Endpoint{
			URL: "https://idp.example.com/jwks", Consumers: []*inventory.Consumer{test.consumer},
			Observations: []*inventory.Observation{{Time: caseTime, Keys: &inventory.Document[inventory.KeySet]{Value: set}}},
		}
		count := 0
		for _, f := range evaluator.Endpoint(e) {
			if f.Rule.ID == "consumer-algorithm-unsatisfied" {
				count++
			}
		}
		if count != test.want {
			t.Errorf("%s: %d findings of consumer-algorithm-unsatisfied, want %d", name, count, test.want)
		}
	}
}
