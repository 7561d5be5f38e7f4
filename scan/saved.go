package scan

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// ReadKeySet reads a key set that somebody saved at a time, as Observe reads those
// that it fetches. File is what reports call it.
func ReadKeySet(body []byte, file string, at time.Time) *inventory.Observation {
	saved := answer{body: body, response: inventory.Response{Capture: file, Size: len(body), Time: at}}
	return &inventory.Observation{Time: at, Keys: readKeys(saved)}
}

// IsKeySet reports whether a document is a key set, by a look at its members.
func IsKeySet(body []byte) bool { return jwks.Sniff(body) == jwks.KindKeySet }

// Address is the canonical form of an http or https URL, as targets have it. The
// error says what is wrong with the text and does not quote it.
func Address(text string) (string, error) {
	u, err := parseAddress(text)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}
