package rules

var keyResurrected = &Rule{
	ID:       "key-resurrected",
	Title:    "A key that was gone is published again",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.3"), OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "Consumers trust again what they had dropped. If the key was removed because it leaked, its finder can mint tokens once more; a restored backup or a replica that was off is the usual cause.",
	Fix:      "Find out what brought the key back, remove it, and never sign with a key again that left the set.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, key := range h.Keys {
			n := len(key.Stays)
			if n < 2 || key.Gone() || !key.Signs || !pass.recent(key.Stays[n-1].Published) {
				continue
			}
			back, gone := key.Stays[n-1], key.Stays[n-2]
			pass.Reportf(key.Newest, "published again since %s, after polls from %s on showed the set without it, want a new key",
				since(back.Published), day(gone.Removed.By)).dated(h.Dated(gone.Last, back.First))
		}
	},
}
