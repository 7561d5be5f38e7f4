package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var standbyMissing = &Rule{
	ID:       "standby-missing",
	Title:    "Only one signing key is published",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(666), NHI(7)},
	Why:      "The next key will be new to every consumer on the day it first signs; those that do not refetch on an unknown kid reject its tokens until their copy expires.",
	Fix:      "Publish the next key ahead of its first use, for longer than any consumer keeps its copy.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || set.Form != inventory.FormSet || slices.ContainsFunc(pass.Endpoint.Consumers, awaitsInterval) {
			return // rotation-breaks-consumers says whom it hurts
		}
		if keys := pass.SigningKeys(); len(keys) == 1 {
			pass.ReportSetf("1 signing key is published (%s), want the next one beside it", keyLabel(keys[0]))
		}
	},
}
