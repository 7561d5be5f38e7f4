package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/weakkey"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var ecPointOffCurve = &Rule{
	ID:       "ec-point-off-curve",
	Title:    "EC public key is not a point of its curve",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(8725, "3.4"),
		Source("NIST SP 800-56A Rev. 3", "5.6.2.3.4", "https://doi.org/10.6028/NIST.SP.800-56Ar3"),
		CWE(1240), NHI(4),
	},
	Why: "No private key belongs to such a point: consumers that check it refuse every token of this key, " +
		"and one that does not check it works on another curve, where its secrets leak.",
	Fix: "Compare the published coordinates with the key that signs and repair what writes them; where they agree, replace the key.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.ECKeys() {
			if on, known := weakkey.OnCurve(public.Curve, public.X, public.Y); known && !on {
				pass.Reportf(key, "point %s is not on %s, want coordinates below the curve's prime that satisfy its equation",
					pointText(public), public.Curve)
			}
		}
	},
}

func pointText(key *inventory.ECKey) string {
	if key.X.Sign() == 0 && key.Y.Sign() == 0 {
		return "(0, 0)"
	}
	return "(x, y)"
}
