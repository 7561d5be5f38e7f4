package rules

import (
	"mime"
	"strconv"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var acceptRefused = &Rule{
	ID:       "accept-refused",
	Title:    "Key set depends on the Accept field of the request",
	Severity: Medium,
	Since:    "v0.1.0",
	Needs:    NeedAccepts,
	Refs:     []Ref{RFC(9110, "12.5.1"), RFC(9110, "15.5.7"), CWE(436)},
	Why:      "Consumers send what their library sends: no Accept field, */*, application/json or application/jwk-set+json. Those that are answered otherwise find no keys, or others.",
	Fix:      "Answer every Accept field with the one key set: its media type is a matter of Content-Type alone.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		for _, v := range variations(pass) {
			if v.Origin != "" {
				continue
			}
			if answer := answerTo(v.Keys, set); answer != "" {
				pass.ReportSetf("%s is answered with %s, want the key set", acceptLabel(v.Accept), answer).About(v.Accept)
			}
		}
	},
}

// variations lists what the newest look tried besides the usual fields. Where the
// server answered to none of the fields with a key set, that is another rule's.
func variations(pass *EndpointPass) []inventory.Variation {
	n := len(pass.Endpoint.Observations)
	if n == 0 || pass.Set() == nil {
		return nil
	}
	return pass.Endpoint.Observations[n-1].Variations
}

// answerTo says what a server gave in place of the key set; "" where it gave the
// set, or where it did not answer at all.
func answerTo(keys *inventory.Document[inventory.KeySet], want *inventory.KeySet) string {
	problem := keys.Problem
	switch {
	case problem != nil && problem.Status != 0 && failing(problem.Status):
		return "status " + strconv.Itoa(problem.Status)
	case problem != nil && (problem.Kind == inventory.ProblemNotJSON || problem.Kind == inventory.ProblemShape):
		media, _, _ := mime.ParseMediaType(keys.Response.Header.Get("Content-Type"))
		return "no key set but " + quote(media)
	case keys.Value != nil && !sameContents(keys.Value, want):
		return "other keys"
	}
	return ""
}

func acceptLabel(accept string) string {
	if accept == "" {
		return "a request without Accept"
	}
	return "Accept: " + quote(accept)
}
