package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var etagReused = &Rule{
	ID:       "etag-reused",
	Title:    "One strong ETag stands for different key sets",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "8.8.1"), CWE(436)},
	Why:      "A cache or consumer that revalidates is told that its old copy still holds: it misses new keys, and keeps removed ones, for as long as the tag stays.",
	Fix:      "Derive the ETag from the bytes of the response, or leave it out.",
	Endpoint: func(pass *EndpointPass) {
		tagged := map[string]*inventory.KeySet{}
		var said []string
		for _, p := range timelineOf(pass.Endpoint).Polls {
			tag := p.Caching.Get("Etag")
			if p.Failed || p.Keys == nil || tag == "" || strings.HasPrefix(tag, "W/") {
				continue
			}
			known := tagged[tag]
			tagged[tag] = p.Keys
			if known != nil && known != p.Keys && !sameContents(known, p.Keys) && !slices.Contains(said, tag) {
				said = append(said, tag)
				pass.ReportSetf("ETag %s came with different keys, want another for each content", quote(tag)).About(tag)
			}
		}
	},
}
