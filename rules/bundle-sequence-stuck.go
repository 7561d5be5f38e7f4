package rules

var bundleSequenceStuck = &Rule{
	ID:       "bundle-sequence-stuck",
	Title:    "Sequence of a SPIFFE bundle did not grow with a change",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("4.1.1"), CWE(694)},
	Why:      "Control planes compare bundles by their sequence: they take the new keys for old ones and keep the bundle that they have, so they reject what the new keys signed and trust what was removed.",
	Fix:      "Raise spiffe_sequence with every change of the bundle, in one place for all servers of the trust domain, and above the number that was lost after a restore.",
	Endpoint: func(pass *EndpointPass) {
		fault, found := pass.History().SequenceFault()
		if !found || !pass.recent(fault.Within) {
			return
		}
		if fault.After < fault.Before {
			pass.ReportSetf("spiffe_sequence is %d since %s and was %d, want it to grow", fault.After, since(fault.Within), fault.Before).dated(fault.Dated)
			return
		}
		pass.ReportSetf("the keys changed by %s and spiffe_sequence stayed %d, want it to grow", since(fault.Within), fault.After).dated(fault.Dated)
	},
}
