package scan

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxFile bounds every file that is read, and every captured body after
// decompression, in octets.
const maxFile = 2 << 20

// maxHops is how many redirects are followed within captures, as in scan/fetch.
const maxHops = 5

// capture is one recorded response, or one saved document.
type capture struct {
	response inventory.Response
	body     []byte
	aside    bool // recorded among others: a target only where it is a key set or metadata
}

// captures holds the recorded responses of each URL. Once all are added they are
// put in order of time, and from then on only read.
type captures map[string][]*capture

func (c captures) add(one capture) {
	c[one.response.URL] = append(c[one.response.URL], &one)
}

func (c captures) sort() {
	for _, list := range c {
		slices.SortStableFunc(list, func(a, b *capture) int { return a.response.Time.Compare(b.response.Time) })
	}
}

// answers returns every recorded response of a URL, oldest first, following
// recorded redirects. Redirects that come to the same response give it once.
func (c captures) answers(address string) []capture {
	var out []capture
	given := map[*capture]bool{}
	for _, one := range c[address] {
		last, hops := c.follow(one)
		if given[last] {
			continue
		}
		given[last] = true
		answer := *last
		answer.response.URL, answer.response.Hops = address, hops
		out = append(out, answer)
	}
	slices.SortStableFunc(out, func(a, b capture) int { return a.response.Time.Compare(b.response.Time) })
	return out
}

// follow goes from redirect to redirect, as far as they were recorded.
func (c captures) follow(one *capture) (last *capture, hops []inventory.Hop) {
	hops = slices.Clone(one.response.Hops)
	for len(hops) < maxHops {
		next := one.redirect()
		then := c.since(next, one.response.Time)
		if then == nil {
			break
		}
		hops = append(hops, inventory.Hop{URL: one.response.FinalURL(), Status: one.response.Status, Location: next})
		hops = append(hops, then.response.Hops...)
		one = then
	}
	return one, hops
}

// since is the response to a URL that followed upon a redirect: the first one
// recorded from that time on, else the last one before; nil where there is none.
func (c captures) since(address string, at time.Time) *capture {
	list := c[address]
	if len(list) == 0 {
		return nil
	}
	i := sort.Search(len(list), func(i int) bool { return !list[i].response.Time.Before(at) })
	return list[min(i, len(list)-1)]
}

// redirect is where a response redirects to; "" where it does not.
func (c *capture) redirect() string {
	switch c.response.Status {
	case 301, 302, 303, 307, 308: // RFC 9110 section 15.4
		return resolveLocation(c.response.FinalURL(), c.response.Header.Get("Location"))
	}
	return ""
}

func resolveLocation(base, location string) string {
	b, err := url.Parse(base)
	if err != nil || location == "" {
		return ""
	}
	u, err := b.Parse(location)
	if err != nil || checkAddress(u) != nil {
		return ""
	}
	return u.String()
}

// name is what problems call a capture.
func (c *capture) name() string { return cmp.Or(c.response.URL, c.response.Capture) }

// inflate undoes gzip where the body still has it; tools that decompress leave
// the header field in place.
func inflate(body []byte, encoding string) ([]byte, error) {
	if !strings.EqualFold(encoding, "gzip") || !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("its body is not the gzip that its header names")
	}
	out, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case len(out) > maxFile:
		return nil, fmt.Errorf("its body exceeds %d MiB after decompression", maxFile>>20)
	case err != nil:
		return nil, errors.New("its gzip body is damaged: save it again, with `curl --compressed`")
	}
	return out, nil
}
