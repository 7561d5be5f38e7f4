package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var expectedKeyMissing = &Rule{
	ID:       "expected-key-missing",
	Title:    "A key that is declared is not published",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "Either consumers refuse the tokens of a key that somebody means to be there, or what is declared is out of date and no key that is added will stand out.",
	Fix:      "Publish the key, or take it out of `kids` in the fleet file.",
	Endpoint: func(pass *EndpointPass) {
		d := pass.Endpoint.Declared
		if d == nil || pass.Set() == nil {
			return
		}
		published := map[string]bool{}
		for key := range pass.Keys() {
			published[key.Kid], published[key.Thumbprint] = true, true
		}
		for _, kid := range d.Kids {
			if !published[kid.V] {
				f := pass.ReportSetf("key %s is declared and not published, want it in the key set", quote(kid.V)).About(kid.V).atDeclaration(kid.At)
				f.Kid = kid.V
			}
		}
	},
}

// isDeclared reports whether a key is among those that are expected of an issuer,
// by its kid or thumbprint.
func isDeclared(key *inventory.Key, kids []inventory.Value[string]) bool {
	for _, kid := range kids {
		if kid.V == key.Kid || kid.V == key.Thumbprint {
			return true
		}
	}
	return false
}
