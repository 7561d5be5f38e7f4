package rules

var rotationAbrupt = &Rule{
	ID:       "rotation-abrupt",
	Title:    "All signing keys were replaced at once",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "The tokens of before cannot be verified any more, and consumers that still hold the old set reject every token of after until they fetch.",
	Fix:      "Publish the new key beside the old one for the time that is named here before it signs, and keep the old one until its last token has expired.",
	Endpoint: func(pass *EndpointPass) {
		for _, o := range pass.lastOverlaps() {
			if o.Abrupt && fallsShort(o) {
				reportOverlap(pass, o, "replaced together with every other signing key "+between(o.Old.Removed())+": old and new were published side by side for")
			}
		}
	},
}
