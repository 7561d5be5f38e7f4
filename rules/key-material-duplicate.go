package rules

import (
	"cmp"
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var keyMaterialDuplicate = &Rule{
	ID:       "key-material-duplicate",
	Title:    "The same key is published under several kids",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7638, "3"), RFC(7517, "4.5"), CWE(672), NHI(1)},
	Why:      "A new kid over old material looks like a rotation and is none, and removing one of the entries revokes nothing.",
	Fix:      "Keep the entry whose kid the tokens name; once no token names the others, remove them.",
	Endpoint: func(pass *EndpointPass) {
		// One entry for each algorithm of a key is a habit of some servers and no duplicate.
		for _, keys := range sameMaterial(pass, func(k *inventory.Key) string { return k.Alg + "\x00" + k.Use }) {
			slices.SortStableFunc(keys, func(a, b *inventory.Key) int { return cmp.Compare(a.Kid, b.Kid) })
			keys = slices.CompactFunc(keys, func(a, b *inventory.Key) bool { return a.Kid == b.Kid })
			if len(keys) > 1 {
				pass.Reportf(keys[0], "the same key stands under %d kids (%s), want one", len(keys), keyLabels(keys))
			}
		}
	},
}
