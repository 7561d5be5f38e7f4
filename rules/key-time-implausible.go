package rules

import (
	"strconv"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var keyTimeImplausible = &Rule{
	ID:       "key-time-implausible",
	Title:    "Date of a key is not one that can be meant",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7519, "2"), OIDFederation("8.7.2"), CWE(1286)},
	Why:      "Consumers that read the date keep the key for thousands of years, drop it at once or refuse it.",
	Fix:      "Publish exp, nbf and iat as a JSON number: seconds since 1970-01-01T00:00:00Z.",
	Endpoint: func(pass *EndpointPass) {
		skew := pass.Policy.Skew
		for key := range pass.Keys() {
			for _, d := range []struct {
				member string
				date   *inventory.NumericDate
			}{{"exp", key.Expires}, {"nbf", key.NotBefore}, {"iat", key.IssuedAt}} {
				if flaw := dateFlaw(key, d.member, d.date); flaw != "" {
					pass.Reportf(key, "%s is %s", d.member, flaw).About(d.member)
				}
			}
			if at, ok := keyTime(key.IssuedAt); ok && at.After(pass.Now.Add(skew.V)) {
				f := pass.Reportf(key, "iat is %s, %s ahead, want a time in the past", stamp(at), roughly(at.Sub(pass.Now)))
				f.About("iat").Because(window.Exactly(window.Skew, skew.V, skew.From))
			}
		}
	},
}

// dateFlaw says why a date cannot be meant; "" where it can, or where there is none.
func dateFlaw(key *inventory.Key, member string, date *inventory.NumericDate) string {
	if fact, found := wrongType(key, member); found {
		return fact.Detail + " of seconds"
	}
	switch {
	case date == nil:
	case date.Seconds >= millisecondsFrom:
		return formatSeconds(date.Seconds) + ", which looks like milliseconds, want seconds"
	case date.Seconds < 0:
		return formatSeconds(date.Seconds) + ", want seconds since 1970"
	}
	return ""
}

func formatSeconds(n float64) string { return strconv.FormatFloat(n, 'g', 17, 64) }
