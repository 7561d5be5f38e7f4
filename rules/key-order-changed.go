package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var keyOrderChanged = &Rule{
	ID:       "key-order-changed",
	Title:    "Another key stands first in the set, and nothing else changed",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "5"), CWE(436)},
	Why:      "The order of a set means nothing, but clients that were written when it held one key take the first one: they fail, or verify with the wrong key, when the order changes.",
	Fix:      "Keep the order stable, and append new keys. In consumers choose keys by kid.",
	Endpoint: func(pass *EndpointPass) {
		var before *inventory.KeySet
		var last time.Time
		changes := 0
		for _, p := range timelineOf(pass.Endpoint).Polls {
			if p.Vantage != "" || p.Failed || p.Keys == nil || len(p.Keys.Keys) == 0 {
				continue
			}
			if before != nil && before != p.Keys && sameContents(before, p.Keys) &&
				keyIdentity(&before.Keys[0]) != keyIdentity(&p.Keys.Keys[0]) {
				changes, last = changes+1, p.Time
			}
			before = p.Keys
		}
		if changes > 0 && pass.Now.Sub(last) <= eventNotice {
			pass.ReportSetf("another key came first while the keys stayed the same (times: %d, last by %s), want one order", changes, stamp(last))
		}
	},
}
