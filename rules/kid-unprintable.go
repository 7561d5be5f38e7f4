package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxKid is the longest kid, in characters, that is taken for a name. No
// specification sets a limit; databases, logs and headers do.
const maxKid = 256

var kidUnprintable = &Rule{
	ID:       "kid-unprintable",
	Title:    "kid is empty, overlong, no string, or holds characters that nobody sees",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), RFC(8725, "3.10"), CWE(150)},
	Why:      "Consumers that trim, log or look up the kid compare other text than the token carries and reject it, and such characters are how a kid attacks terminals, logs and queries.",
	Fix:      "Publish the key under a kid of printable characters, such as its RFC 7638 thumbprint, before anything signs with that kid.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if flaw := kidFlaw(key); flaw != "" {
				pass.Reportf(key, "kid %s", flaw)
			}
		}
	},
}

// kidFlaw says why a kid is no name; "" where it is one, or where there is none.
func kidFlaw(key *inventory.Key) string {
	if fact, found := wrongType(key, "kid"); found {
		return "is " + fact.Detail
	}
	hidden := strings.IndexFunc(key.Kid, func(r rune) bool { return !shows(r) })
	switch length := utf8.RuneCountInString(key.Kid); {
	case length == 0 && key.Has("kid"):
		return "is empty, want a name"
	case length > maxKid:
		return fmt.Sprintf("has %d characters, want at most %d", length, maxKid)
	case hidden >= 0:
		r, _ := utf8.DecodeRuneInString(key.Kid[hidden:])
		return fmt.Sprintf("holds %U, want printable characters", r)
	case strings.TrimSpace(key.Kid) != key.Kid:
		return "begins or ends with a space, want none"
	}
	return ""
}
