package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var base64urlInvalid = &Rule{
	ID:       "base64url-invalid",
	Title:    "Member is not base64url without padding",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7515, "2"), RFC(4648, "5"), CWE(436)},
	Why:      "Lenient consumers read the key, strict ones refuse it or the whole set, so tokens verify at some services and fail at others.",
	Fix:      "Encode the octets with the URL-safe alphabet, without '=' and without line breaks; the key and its kid stay the same.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			flaws := append(thumbprintFlaws(key, "x5t", key.X5T), thumbprintFlaws(key, "x5t#S256", key.X5TS256)...)
			if key.Problem == "" { // else key-member-missing says that nobody can read it
				flaws = append(memberFacts(key, inventory.FactPadding, inventory.FactAlphabet), flaws...)
			}
			if len(flaws) > 0 {
				pass.Reportf(key, "%s", describeFacts(flaws, " "))
			}
		}
	},
}

// thumbprintFlaws judges x5t or x5t#S256, unless certificate-thumbprint-hex does.
func thumbprintFlaws(key *inventory.Key, member, text string) []inventory.Fact {
	for _, claim := range thumbprintClaims(key) {
		if claim.member == member && claim.hexadecimal() {
			return nil
		}
	}
	return textFacts(member, text)
}
