package scan

import (
	"fmt"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxHeld bounds what is held of all files, in octets. Compressed bodies may be
// small on the disk.
const maxHeld = 512 << 20

// reading is one file that was read, in whatever roles it was named.
type reading struct {
	path       string
	origins    []inventory.Origin  // who named it as a document
	targets    []*inventory.Target // what it gave as a document
	explicit   bool                // named itself, not found in a folder
	config     bool                // it bears the sign of a consumer configuration
	recognised bool                // it serves in some role, or is known to be broken
}

// reading returns the record of a file.
func (p *planner) reading(f file) *reading {
	r := p.readings[f.path]
	if r == nil {
		r = &reading{path: f.path}
		p.readings[f.path] = r
		p.order = append(p.order, r)
	}
	r.explicit = r.explicit || f.explicit
	return r
}

// hold takes room for what is kept of a file; without any left, that is a gap.
func (p *planner) hold(path string, origin inventory.Origin, data []byte) bool {
	if p.room -= len(data); p.room >= 0 {
		return true
	}
	p.problem(fileProblem(path, origin, inventory.ProblemTooLarge,
		fmt.Sprintf("files exceed %d MiB in all: scan fewer at a time", maxHeld>>20)))
	return false
}

// settleFiles settles what no role recognised: counted where a folder held it, a
// gap where it was named itself.
func (p *planner) settleFiles() {
	for _, r := range p.order {
		switch {
		case r.recognised:
		case r.explicit:
			origin := inventory.Origin{}
			if len(r.origins) > 0 {
				origin = r.origins[0]
			}
			p.problem(fileProblem(r.path, origin, inventory.ProblemUnknownFile,
				"nothing here recognises this file: want a key set, a JWK, provider metadata, a captured response, a HAR archive or a consumer configuration"))
		default:
			p.Skipped.Unrecognised++
		}
	}
}

// skip counts a path once, however often it is walked by.
func (p *planner) skip(path string, count *int) {
	if !p.passed[path] {
		p.passed[path] = true
		*count++
	}
}
