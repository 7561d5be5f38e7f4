package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var consumerTokenOptional = &Rule{
	ID:       "consumer-token-optional",
	Title:    "Consumer lets requests pass without a valid token",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("Envoy JwtRequirement: allow_missing, allow_missing_or_failed", "", "https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto"),
		CWE(636), NHI(4),
	},
	Why: "Where nothing behind it decides, leaving the token out, or sending a bad one, is enough to get in.",
	Fix: "Require a valid token on every protected route, or make sure that an authorization policy behind it does.",
	Consumer: func(pass *ConsumerPass) {
		if optional := pass.Consumer.Checks.TokenOptional; optional.From == inventory.Explicit && optional.V {
			pass.Reportf(optional.At, "requests without a valid token pass%s, want them refused", source(optional.From))
		}
	},
}
