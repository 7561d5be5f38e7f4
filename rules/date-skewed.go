package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var dateSkewed = &Rule{
	ID:       "date-skewed",
	Title:    "Clock of the server is wrong",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "6.6.1"), RFC(9111, "4.2.3"), CWE(672)},
	Why:      "Caches compute the age of the key set from Date; and an issuer with a wrong clock signs tokens that verifiers hold for expired or not yet valid.",
	Fix:      "Synchronise the server's clock, then check the one of the machine that ran this audit.",
	Endpoint: func(pass *EndpointPass) {
		response := pass.Response()
		if response == nil || response.Capture != "" {
			return // a capture was dated by its Date
		}
		date, ok := dateOf(response)
		if !ok {
			return
		}
		switch behind := response.Time.Sub(date); {
		case behind < -mostSkew:
			pass.ReportSetf("Date is %s ahead, want at most %s", roughly(-behind), formatDuration(mostSkew))
		case behind > mostSkew && !copied(pass, behind):
			pass.ReportSetf("Date is %s behind, want at most %s", roughly(behind), formatDuration(mostSkew))
		}
	},
}

// copied reports whether a cache may have handed out a copy of such an age, whose
// Date is right.
func copied(pass *EndpointPass, age time.Duration) bool {
	f, _ := pass.Freshness()
	return exceeds(f.EOutage().High, age-mostSkew)
}

// dateOf reads the Date field (RFC 9110 section 5.6.7, its one current form).
func dateOf(response *inventory.Response) (time.Time, bool) {
	date, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", response.Header.Get("Date"))
	return date, err == nil
}
