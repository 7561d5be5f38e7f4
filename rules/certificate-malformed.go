package rules

import (
	"fmt"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var certificateMalformed = &Rule{
	ID:       "certificate-malformed",
	Title:    "x5c is not an array of certificates in base64",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.7"), RFC(4648, "4"), CWE(1286)},
	Why:      "Consumers that read x5c refuse the key, and some of them the whole set, even where they would not use the certificate.",
	Fix:      "Publish each certificate as one string of standard base64 (not base64url) of its DER, without PEM lines or line breaks, the key's own first.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if flaws := chainFlaws(key); len(flaws) > 0 {
				pass.Reportf(key, "%s", describeFacts(flaws, ": "))
			}
		}
	},
}

// chainFlaws gives what is wrong with the text of x5c. That an algorithm is not
// known here is no flaw of a certificate.
func chainFlaws(key *inventory.Key) []inventory.Fact {
	var flaws []inventory.Fact
	for _, fact := range key.Facts {
		if fact.Member == "x5c" && fact.Kind != inventory.FactTooMany && fact.Kind != inventory.FactDuplicateMember {
			flaws = append(flaws, fact)
		}
	}
	for i, certificate := range key.Certificates {
		problem := certificate.Problem
		if problem == "" || problem == "not base64" || strings.HasSuffix(problem, " is not known") {
			continue // the second has a fact of its own
		}
		flaws = append(flaws, inventory.Fact{
			Kind: inventory.FactMalformed, Member: "x5c", Detail: fmt.Sprintf("element %d cannot be read (%s), want a certificate in DER", i, problem),
		})
	}
	return flaws
}
