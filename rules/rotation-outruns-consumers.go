package rules

var rotationOutrunsConsumers = &Rule{
	ID:       "rotation-outruns-consumers",
	Title:    "A key was replaced before consumers could know its successor",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(324), NHI(7)},
	Why:      "These do not fetch when they meet an unknown kid. When the old key was gone they may not have had the new one yet, and rejected every token until their next regular fetch.",
	Fix:      "Publish the next key ahead of the rotation, by at least the time that is named here, or let these consumers fetch on an unknown kid.",
	Endpoint: func(pass *EndpointPass) {
		for _, o := range pass.lastOverlaps() {
			late := outrun(pass, o)
			if o.Abrupt && fallsShort(o) || len(late.texts) == 0 {
				continue
			}
			pass.Reportf(o.Old.Newest, "published beside its successor for %s until %s, while a new key is unknown to %s, want the successor published that long before",
				measured(o.Seen), day(o.Old.Removed().By), &late.consumerGroups).Because(late.terms...)
		}
	},
}
