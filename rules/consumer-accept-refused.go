package rules

var consumerAcceptRefused = &Rule{
	ID:       "consumer-accept-refused",
	Title:    "Key set is refused to the Accept field that a consumer sends",
	Severity: High,
	Since:    "v0.1.0",
	Needs:    NeedAccepts,
	Refs:     []Ref{RFC(9110, "12.5.1"), RFC(9110, "15.5.7"), CWE(436), NHI(4)},
	Why:      "The consumer gets no keys from this server: it refuses every token, or does so as soon as its copy has expired.",
	Fix:      "Answer every Accept field with the key set. Until then put a proxy between that sets the field.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		for _, c := range pass.Endpoint.Consumers {
			sends := c.Capabilities.Accept
			if !sends.From.Known() || !c.Remote() {
				continue
			}
			for _, v := range variations(pass) {
				if v.Origin != "" || v.Accept != sends.V {
					continue
				}
				if answer := answerTo(v.Keys, set); answer != "" {
					pass.ReportConsumerf(c, "%s%s is answered with %s, want the key set", acceptLabel(sends.V), source(sends.From), answer).
						resting(sends.From)
				}
			}
		}
	},
}
