package output

import (
	"fmt"
	"io"
	"strings"
)

// Format is one way to write a report.
type Format struct {
	Name           string
	NeedsEndpoints bool // Report.Endpoints must be kept for it
	Write          func(w io.Writer, r *Report, o Options) error
}

// Formats returns every format; the first is the default.
func Formats() []Format {
	return []Format{
		{Name: "table", Write: writeTable},
		{Name: "sarif", Write: writeSARIF},
		{Name: "json", NeedsEndpoints: true, Write: writeJSON},
		{Name: "prometheus", NeedsEndpoints: true, Write: writePrometheus},
	}
}

// Lookup finds a format by its name.
func Lookup(name string) (Format, error) { return lookup(Formats(), name) }

func lookup(formats []Format, name string) (Format, error) {
	var names []string
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: want one of %s", name, strings.Join(names, ", "))
}

// Options are what the surroundings of a run ask of a format.
type Options struct {
	Width  int    // columns of the terminal; 0 is 80, more than 200 counts as 200
	Color  bool   // cmd decides, by NO_COLOR, FORCE_COLOR and the terminal
	Wide   bool   // shorten nothing, even where lines grow beyond Width
	Folder string // the working folder as an absolute slash path: SARIF names files relative to it
	// SARIFCategory tells several SARIF files for one commit apart. Without it the
	// category input of GitHub's upload action counts.
	SARIFCategory string
}
