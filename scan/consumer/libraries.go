package consumer

import (
	"fmt"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Library is a range of versions of a client library: what it does where the
// program that uses it sets nothing.
type Library struct {
	Name string // identifier such as "go-oidc"
	Variant
}

// NewLibraryConsumer gives a consumer that verifies tokens with a library's
// defaults. uses is the library's name, with a variant and a version where they
// are known: "jose", "go-oidc@v3", "pyjwt@2.4", "pyjwt/cache_keys@2.10"; or as its
// package index has it: "github.com/coreos/go-oidc/v3", "PyJWT==2.8".
//
// Of versions that differ, only what they have in common is taken over; the rest
// is unknown. So is all of a version that the catalogue does not have.
func NewLibraryConsumer(uses string) (*inventory.Consumer, error) {
	u := parseUse(uses)
	all := librariesOf(u.name, u.variant)
	if len(all) == 0 {
		return nil, fmt.Errorf("unknown library %q: did you mean %q", uses, nearestLibrary(u.name))
	}
	wanted := parseVersion(u.version)
	if u.versioned && wanted == nil {
		return nil, fmt.Errorf("library %q: version %q is not made of numbers: write %s@3 or %s@3.1", u.name, u.version, u.name, u.name)
	}
	c := &inventory.Consumer{Product: u.name, Name: uses}
	matches := 0
	for _, l := range all {
		if u.versioned && !l.overlaps(wanted) {
			continue
		}
		if matches++; matches == 1 {
			l.apply(c)
		} else {
			keepCommon(c, l.Variant)
		}
	}
	if matches == 0 {
		v := Variant{Name: u.variant, Refresh: programRefresh()}
		v.apply(c)
	}
	c.Notes = append(c.Notes, libraryNote(all, u, matches))
	return c, nil
}

// librariesOf lists the ranges of a library's variant.
func librariesOf(name, variant string) []Library {
	var found []Library
	for _, l := range Libraries() {
		if l.Name == name && l.Variant.Name == variant {
			found = append(found, l)
		}
	}
	return found
}

// libraryNote says which versions the values are of.
func libraryNote(all []Library, u libraryUse, matches int) string {
	ranges := make([]string, len(all))
	for i := range all {
		ranges[i] = all[i].Versions()
	}
	known := strings.Join(ranges, "; ")
	switch {
	case u.keeper != "":
		return u.keeper + " verifies with keys that " + u.name + " keeps: defaults are those of its versions " + known
	case matches == 0:
		return "no defaults are known of version " + u.version + ": the catalogue has " + known
	case u.version == "":
		return "no version is declared: defaults are those of versions " + known
	case matches > 1:
		return "version " + u.version + " leaves open which defaults apply: the catalogue has " + known
	}
	return "defaults of the library: what the program sets is not seen"
}
