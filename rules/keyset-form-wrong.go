package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keysetFormWrong = &Rule{
	ID:       "keyset-form-wrong",
	Title:    "Keys are published in another form than a JWK Set",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "5"), CWE(436)},
	Why:      "Consumers look for the keys member; without it all but the most lenient find no keys and reject every token.",
	Fix:      "Serve a JSON object with a keys member whose value is the array of keys, even for a single one.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || pass.Endpoint.URL == "" {
			return
		}
		switch metadata := pass.Discovery(); {
		case set.Form == inventory.FormBareKey:
			pass.ReportSetf("found a single JWK, want an object with keys")
		case set.Form == inventory.FormArray:
			pass.ReportSetf("found an array of %d keys, want an object with keys", len(set.Keys))
		case set.Form == inventory.FormSigned && metadata != nil && metadata.JWKSURI == pass.Endpoint.URL:
			pass.ReportSetf("found a signed key set where jwks_uri leads, want an object with keys")
		case set.Form == inventory.FormCertificateMap && metadata != nil && metadata.JWKSURI != "":
			// elsewhere such a map is an interface of its own, and meant
			pass.ReportSetf("found a map of certificates where jwks_uri leads, want an object with keys")
		}
	},
}
