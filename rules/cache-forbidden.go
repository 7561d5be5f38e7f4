package rules

var cacheForbidden = &Rule{
	ID:       "cache-forbidden",
	Title:    "Key set may not be cached",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.2.1"), RFC(9111, "5.2.2.5"), CWE(400)},
	Why:      "Consumers that honour the headers fetch all the time or fall back on an interval of their own, and no cache answers for the issuer while it is down.",
	Fix:      "Public keys are no secret: send Cache-Control: public with a max-age of some minutes up to an hour.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if lifetime, _ := f.Control.Seconds("max-age"); ok && forbidden(f) && lifetime == 0 { // else cache-contradictory
			pass.ReportSetf("Cache-Control has %s, want max-age", f.Source)
		}
	},
}
