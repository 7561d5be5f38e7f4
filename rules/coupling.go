package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// refreshLoop is consumers whose key sets one process renews together, so that one
// that fails holds up the others.
type refreshLoop struct {
	first *inventory.Consumer
	sets  []string // plain URLs of the key sets and of what leads to them, sorted
}

// refreshLoops gives the loops of several addresses, one a product: what runs apart
// cannot be told from files.
func refreshLoops(consumers []*inventory.Consumer) []*refreshLoop {
	var loops []*refreshLoop
	byProduct := map[string]*refreshLoop{}
	for _, c := range consumers {
		if !c.Refresh.Coupled || !c.Remote() {
			continue
		}
		loop := byProduct[c.Product]
		if loop == nil {
			loop = &refreshLoop{first: c}
			byProduct[c.Product], loops = loop, append(loops, loop)
		}
		for _, address := range keyAddresses(c) {
			if address.From.Known() {
				loop.sets = append(loop.sets, plainURL(address.V))
			}
		}
	}
	for _, loop := range loops {
		slices.Sort(loop.sets)
		loop.sets = slices.Compact(loop.sets)
	}
	return slices.DeleteFunc(loops, func(loop *refreshLoop) bool { return len(loop.sets) < 2 })
}

// failing lists the addresses of a loop that gave no keys in this run.
func (loop *refreshLoop) failing(digests []Digest) []string {
	failed := map[string]bool{}
	for i := range digests {
		if d := &digests[i]; d.Failed {
			failed[plainURL(d.URL)], failed[plainURL(d.Issuer)] = true, true
		}
	}
	return slices.DeleteFunc(slices.Clone(loop.sets), func(url string) bool { return !failed[url] })
}

// quoteURLs is quoteURL of each.
func quoteURLs(urls []string) []string {
	quoted := make([]string, len(urls))
	for i, url := range urls {
		quoted[i] = quoteURL(url)
	}
	return quoted
}
