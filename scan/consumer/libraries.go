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
// are known: "jose", "go-oidc@v3", "pyjwt@2.4", "pyjwt/cache_keys@2.10".
//
// Of versions that differ, only what they have in common is taken over; the rest
// is unknown. So is all of a version that the catalogue does not have.
func NewLibraryConsumer(uses string) (*inventory.Consumer, error) {
	name, version, versioned := strings.Cut(strings.ToLower(strings.TrimSpace(uses)), "@")
	name, variant, _ := strings.Cut(name, "/")
	all := librariesOf(name, variant)
	if len(all) == 0 {
		return nil, fmt.Errorf("unknown library %q: did you mean %q", uses, nearestLibrary(name))
	}
	wanted := parseVersion(version)
	if versioned && wanted == nil {
		return nil, fmt.Errorf("library %q: version %q is not made of numbers: write %s@3 or %s@3.1", name, version, name, name)
	}
	c := &inventory.Consumer{Product: name, Name: uses}
	all[0].apply(c)
	matches := 0
	for _, l := range all {
		if versioned && !l.overlaps(wanted) {
			continue
		}
		if matches++; matches == 1 {
			l.apply(c)
		} else {
			keepCommon(c, l.Variant)
		}
	}
	if matches == 0 {
		v := Variant{Name: variant}
		v.apply(c)
		c.Refresh.Mode, c.Refresh.HTTPCache = inventory.ModeUnknown, inventory.CacheUnknown
	}
	c.Notes = append(c.Notes, libraryNote(all, version, matches))
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
func libraryNote(all []Library, version string, matches int) string {
	ranges := make([]string, len(all))
	for i := range all {
		ranges[i] = all[i].Versions()
	}
	known := strings.Join(ranges, "; ")
	switch {
	case matches == 0:
		return "no defaults are known of version " + version + ": the catalogue has " + known
	case version == "":
		return "no version is declared: defaults are those of versions " + known
	case matches > 1:
		return "version " + version + " leaves open which defaults apply: the catalogue has " + known
	}
	return "defaults of the library: what the program sets is not seen"
}
