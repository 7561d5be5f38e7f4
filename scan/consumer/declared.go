package consumer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// NewDeclaredConsumer gives a consumer with the defaults of what it is said to use:
// a client library as NewLibraryConsumer has them, or a product, with its variant
// and version where they are known: "kafka", "envoy/async".
//
// Where no variant is said, only what all that fetch keys have in common is taken
// over; the rest is unknown.
func NewDeclaredConsumer(uses string) (*inventory.Consumer, error) {
	name, version, versioned := strings.Cut(strings.ToLower(strings.TrimSpace(uses)), "@")
	name, variant, chosen := strings.Cut(name, "/")
	if slices.ContainsFunc(Libraries(), func(l Library) bool { return l.Name == name }) {
		return NewLibraryConsumer(uses)
	}
	dialects := Dialects()
	at := slices.IndexFunc(dialects, func(d Dialect) bool { return d.Product == name })
	if at < 0 {
		return nil, fmt.Errorf("unknown library or product %q%s", uses, didYouMean(name))
	}
	if versioned && parseVersion(version) == nil {
		return nil, fmt.Errorf("%s: version %q is not made of numbers: write %s@3 or %s@3.1", name, version, name, name)
	}
	all := dialects[at].Variants
	ways := slices.DeleteFunc(slices.Clone(all), func(v Variant) bool {
		return chosen && v.Name != variant || !chosen && len(all) > 1 && v.Refresh.Mode == inventory.ModeStatic
	})
	if len(ways) == 0 {
		return nil, fmt.Errorf("%s does not run as %q: want one of %s", name, variant, strings.Join(variantNames(all), ", "))
	}
	return newProductConsumer(name, uses, version, ways), nil
}

// newProductConsumer keeps of the ways in which a product may run what they have in common.
func newProductConsumer(name, uses, version string, ways []Variant) *inventory.Consumer {
	c := &inventory.Consumer{Product: name, Name: uses}
	if version != "" {
		known := ways[0]
		ways = slices.DeleteFunc(ways, func(v Variant) bool { return !v.overlaps(parseVersion(version)) })
		if len(ways) == 0 {
			c.Notes = []string{"no defaults are known of version " + version + ": the catalogue's are of versions " + known.Versions()}
			ways = []Variant{{Name: known.Name, Refresh: inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown}}}
		}
	}
	ways[0].apply(c)
	for _, v := range ways[1:] {
		keepCommon(c, v)
	}
	if names := variantNames(ways); len(names) > 1 {
		c.Variant = ""
		c.Notes = append(c.Notes, fmt.Sprintf("no variant is declared: only what %s have in common counts; say which, as in %s/%s",
			strings.Join(names, ", "), name, names[0]))
	}
	c.Notes = append(c.Notes, "defaults of the product: what its configuration sets is not seen")
	return c
}

// variantNames lists the variants, each once.
func variantNames(variants []Variant) []string {
	var names []string
	for _, v := range variants {
		if !slices.Contains(names, v.Name) {
			names = append(names, v.Name)
		}
	}
	return names
}

// didYouMean proposes the library or product that a name was probably meant to be.
func didYouMean(name string) string {
	var names []string
	for _, l := range Libraries() {
		names = append(names, l.Name)
	}
	for _, d := range Dialects() {
		names = append(names, d.Product)
	}
	if near := Nearest(name, names); near != "" {
		return fmt.Sprintf(": did you mean %q", near)
	}
	return ": docs/consumers.md lists what is known here"
}

// Nearest is the one of the names that a text was probably meant to be: that with
// the fewest letters to change; "" where a third or more of them would have to be.
func Nearest(text string, names []string) string {
	best, least := "", 0
	for _, name := range names {
		if distance := editDistance(text, name); best == "" || distance < least {
			best, least = name, distance
		}
	}
	if 3*least > max(len(best), len(text)) {
		return ""
	}
	return best
}
