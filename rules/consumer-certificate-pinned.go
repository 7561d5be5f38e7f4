package rules

var consumerCertificatePinned = &Rule{
	ID:       "consumer-certificate-pinned",
	Title:    "Consumer accepts named certificates of the key set's server alone",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("KrakenD JWT validation: jwk_fingerprints", "", "https://www.krakend.io/docs/authorization/jwt-validation/"),
		CWE(1329),
	},
	Why: "The server's certificate changes every few months or weeks, often by itself: from then on the consumer cannot fetch the key set, and refuses every token once its copy ends.",
	Fix: "Remove the pins and trust the certificate authority that the server uses. Where they must stay, pin the key that is to come as well, and renew them before the certificate.",
	Consumer: func(pass *ConsumerPass) {
		if pins := pass.Consumer.PinsTLS; len(pins) > 0 {
			pass.Reportf(pins[0].At, "%d certificates of the key set's server are pinned, want none", len(pins)).resting(pins[0].From)
		}
	},
}
