package rules

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// quote makes text of the network, or of a configuration, short enough for a message.
func quote(text string) string {
	const most = 80 // octets
	if len(text) > most {
		return strconv.Quote(strings.ToValidUTF8(text[:most], "")) + "..."
	}
	return strconv.Quote(text)
}

// quoteURL is quote without the password that a URL may hold.
func quoteURL(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return quote(u.Redacted())
	}
	return quote(address)
}

// some joins the first five of a list, and counts the others.
func some(list []string, separator string) string {
	const most = 5
	if extra := len(list) - most; extra > 0 {
		list = append(list[:most:most], strconv.Itoa(extra)+" more")
	}
	return strings.Join(list, separator)
}

// describeFacts puts facts into one message; link stands between a member and
// what was found of it.
func describeFacts(facts []inventory.Fact, link string) string {
	var parts []string
	for _, fact := range facts {
		text := fact.Detail
		if fact.Member != "" {
			text = fact.Member + link + text
		}
		parts = append(parts, text)
	}
	return some(parts, "; ")
}
