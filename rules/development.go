package rules

import (
	"slices"
	"strings"
	"unicode"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// inProduction reports whether the owner declares that the issuer serves production.
func inProduction(e *inventory.Endpoint) bool {
	return e.Declared != nil && slices.Contains([]string{"prod", "production", "live"}, strings.ToLower(e.Declared.Environment))
}

// developmentWord gives the word of a kid or of the subject of its certificate that
// a development key has and a production key should not; "" for none. Words stand
// between characters that are no letters: "latest" is none.
func developmentWord(kid string) string {
	words := strings.FieldsFunc(strings.ToLower(kid), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range []string{"test", "testing", "dev", "develop", "development", "local", "localhost", "sample", "example", "demo", "changeme", "dummy", "staging", "sandbox", "qa", "uat"} {
		if slices.Contains(words, word) {
			return word
		}
	}
	return ""
}
