package inventory

import (
	"net/url"
	"strings"
	"time"
)

// Declaration is what its owner says of one issuer in the fleet file. What the
// file does not say is Unknown.
type Declaration struct {
	Issuer      string   // identifier, as declared; "" where the file names the key set alone
	KeySetURL   string   // where the file names it; "" otherwise
	Aliases     []string // other identifiers of the same issuer: sharing keys with them is no defect
	Owner       string   // "" where nobody is named
	Environment string   // "prod", "staging", ...; "" where not said
	Regions     []Region
	Kids        []Value[string] // the keys that are expected to be published; empty: not said

	TokenLifetime Value[time.Duration] // L
	Cadence       Value[time.Duration] // R: time between publications of new signing keys
	Lead          Value[time.Duration] // from a key's publication to its first token
	Retired       Value[time.Time]     // when the issuer ends; from then on nothing shall trust it

	Origin Origin
}

// Region is a place that serves the same key set under a URL of its own.
type Region struct {
	Name, URL string
	At        Origin
}

// Name is what reports call the issuer.
func (d *Declaration) Name() string {
	if d.Issuer != "" {
		return d.Issuer
	}
	return d.KeySetURL
}

// RetiredBy reports whether the issuer has ended at a time.
func (d *Declaration) RetiredBy(now time.Time) bool {
	return d.Retired.From.Known() && !now.Before(d.Retired.V)
}

// Declarations are all issuers of a fleet file, found by what they name. A nil one
// is of no fleet file.
type Declarations struct {
	All                []*Declaration // as declared
	byIssuer, byKeySet map[string]*Declaration
}

// NewDeclarations indexes the issuers of a fleet file. Where two declare one name
// the first has it.
func NewDeclarations(all []*Declaration) *Declarations {
	ds := &Declarations{All: all, byIssuer: map[string]*Declaration{}, byKeySet: map[string]*Declaration{}}
	enter := func(index map[string]*Declaration, name string, d *Declaration) {
		if name != "" && index[name] == nil {
			index[name] = d
		}
	}
	for _, d := range all {
		enter(ds.byIssuer, issuerName(d.Issuer), d)
		enter(ds.byKeySet, plainAddress(d.KeySetURL), d)
	}
	for _, d := range all {
		for _, alias := range d.Aliases {
			enter(ds.byIssuer, issuerName(alias), d)
		}
		for _, region := range d.Regions {
			enter(ds.byKeySet, plainAddress(region.URL), d)
		}
	}
	return ds
}

// Lists reports whether any issuer is declared.
func (ds *Declarations) Lists() bool { return ds != nil && len(ds.All) > 0 }

// Find returns the declaration of an issuer by its identifier or an alias, else by
// the URL of its key set or of a region's; nil where the file has none. Either may be "".
func (ds *Declarations) Find(issuer, keySet string) *Declaration {
	if ds == nil {
		return nil
	}
	if d := ds.byIssuer[issuerName(issuer)]; d != nil {
		return d
	}
	return ds.byKeySet[plainAddress(keySet)]
}

// issuerName is an identifier without the slash at its end: whether one belongs
// there is for a rule to say.
func issuerName(issuer string) string { return strings.TrimSuffix(issuer, "/") }

// plainAddress is one spelling for the URLs that differ in nothing but the case of
// scheme and host, a default port and a fragment.
func plainAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.String()
}
