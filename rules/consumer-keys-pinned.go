package rules

var consumerKeysPinned = &Rule{
	ID:       "consumer-keys-pinned",
	Title:    "Consumer holds keys in its configuration",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), RFC(7591, "2"), CWE(1329), NHI(7)},
	Why:      "A pinned key does not follow rotation: new tokens are refused from the moment the issuer signs with another key, and a key that was revoked is trusted until somebody edits this file.",
	Fix:      "Point the consumer at the issuer's key set; where that cannot be, make the file part of the issuer's rotation runbook.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		for _, pin := range c.Pins {
			pass.Reportf(pin.At, "%s is written into the configuration, want the URL of the issuer's key set", pinLabel(pin)).About(pinIdentity(pin))
		}
		for _, path := range c.StaticFiles {
			name := "a file"
			if path.V != "" {
				name = quote(path.V)
			}
			pass.Reportf(path.At, "keys are read from %s, which no refresh renews, want the URL of the issuer's key set", name).About(path.V)
		}
	},
}
