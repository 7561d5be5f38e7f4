package rules

var overlapShort = &Rule{
	ID:       "overlap-short",
	Title:    "A key was removed too soon after its successor came",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "The issuer may have signed with the old key until every consumer had the new one, and those tokens live on: whoever had not fetched in time rejected good tokens of one key or the other.",
	Fix:      "Keep a key published for the time that is named here after its successor appears: until every consumer has that, and the last token of the old key has expired.",
	Endpoint: func(pass *EndpointPass) {
		for _, o := range pass.lastOverlaps() {
			if !o.Abrupt && fallsShort(o) && len(outrun(pass, o).texts) == 0 {
				reportOverlap(pass, o, "removed "+between(o.Old.Removed())+", after it was published beside its successor for")
			}
		}
	},
}
