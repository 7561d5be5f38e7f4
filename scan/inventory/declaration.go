package inventory

import "time"

// Declaration is what its owner says of one issuer in the fleet file. What the
// file does not say is Unknown.
type Declaration struct {
	Issuer      string   // identifier, as declared
	KeySetURL   string   // where the file names it; "" otherwise
	Aliases     []string // other identifiers of the same issuer: sharing keys with them is no defect
	Owner       string   // "" where nobody is named
	Environment string   // "prod", "staging", ...; "" where not said
	Regions     []Region
	Kids        []Value[string] // the keys that are expected to be published; empty: not said

	TokenLifetime Value[time.Duration] // L
	Cadence       Value[time.Duration] // R: time between publications of new signing keys
	Lead          Value[time.Duration] // from a key's publication to its first token
	Retired       Value[time.Time]     // when the issuer ends; nothing shall trust it after

	Origin Origin
}

// Region is a place that serves the same key set under a URL of its own.
type Region struct {
	Name, URL string
	At        Origin
}
