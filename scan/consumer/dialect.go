package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Dialect is how one product's configuration is recognised and read.
type Dialect struct {
	Product string // identifier such as "kubernetes-apiserver"
	// Signs are texts of which one stands in every file that declares trust or
	// says how it works: a file without any is not parsed, and one with a sign
	// that cannot be parsed is a problem.
	Signs []string
	// Companions are texts of files that may matter and need not, such as those
	// that only add to what others declare: to be read where they can be.
	Companions []string
	// Variants are the ways in which the product runs, with its defaults.
	Variants []Variant
	// Open starts a run over a set of files.
	Open func() Reader
}

// Reader reads the files of one run for one product.
type Reader interface {
	// Read takes in one file and reports whether it is of this product.
	Read(file *config.File) bool
	// Consumers is asked once, after the last file.
	Consumers() []*inventory.Consumer
}

// Variant is one way in which a product or library runs, in a range of its
// versions: what it does where its configuration says nothing. A value of no
// source is unknown.
type Variant struct {
	Name         string // "" where there is one way
	Since        string // first version of the range, such as "2.5"; "" where that is not known
	Before       string // first version after it; "" where the range is open
	Verified     string // the day the sources were read, such as "2026-11-23"; "" where there is none
	Refresh      inventory.Refresh
	Checks       inventory.Checks
	Capabilities inventory.Capabilities
}

// apply gives a consumer the variant's defaults.
func (v Variant) apply(c *inventory.Consumer) {
	c.Variant, c.Refresh, c.Checks, c.Capabilities = v.Name, v.Refresh, v.Checks, v.Capabilities
}

// Versions gives the range in words: "3", "2.1 to before 2.5", "2.5 and later",
// "before 2.5", "not stated".
func (v Variant) Versions() string {
	since, before := parseVersion(v.Since), parseVersion(v.Before)
	switch {
	case v.Since == "" && v.Before == "":
		return "not stated"
	case v.Since == "":
		return "before " + v.Before
	case v.Before == "":
		return v.Since + " and later"
	case compareVersions(since.next(), before) == 0:
		return v.Since
	}
	return v.Since + " to before " + v.Before
}

// byDefault is a vendor default with the source in which it was verified.
func byDefault[T any](v T, source string) inventory.Value[T] {
	return inventory.Value[T]{V: v, From: inventory.VendorDefault, Cite: source}
}

// fileReader is a Reader for products whose every file stands alone.
type fileReader struct {
	read  func(*config.File) (consumers []*inventory.Consumer, known bool)
	found []*inventory.Consumer
}

// Read implements Reader.
func (r *fileReader) Read(file *config.File) bool {
	consumers, known := r.read(file)
	r.found = append(r.found, consumers...)
	return known
}

// Consumers implements Reader.
func (r *fileReader) Consumers() []*inventory.Consumer { return r.found }
