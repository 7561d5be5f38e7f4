package fetch

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const maxURL = 4096 // octets

// parseURL reads an absolute URL and refuses whatever is not fetched. The result
// has no fragment and a host in lower case. No detail repeats the text, which may
// hold a password.
func parseURL(text string, allowHTTP bool) (*url.URL, *inventory.Problem) {
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL {
		return nil, badTarget(fmt.Sprintf("not a URL of at most %d octets that can be read", maxURL))
	}
	switch {
	case u.User != nil:
		return nil, badTarget("the URL holds a user name or password; remove it, and bind a credential with --header")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, badTarget(fmt.Sprintf("the scheme is %q, want https", shorten(u.Scheme)))
	case !isHost(u.Hostname()):
		return nil, badTarget("the host is not a name in ASCII nor an address; write other scripts in their xn-- form")
	case !isPort(effectivePort(u)):
		return nil, badTarget(fmt.Sprintf("the port is %q, want 1 to 65535", shorten(u.Port())))
	case u.Scheme == "http" && !allowHTTP:
		return nil, &inventory.Problem{
			Kind:   inventory.ProblemPlaintext,
			Detail: "the URL is http://, which anyone on the way can rewrite; want https://, or allow it with --allow-http",
		}
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20") // would end the request line's URL
	return u, nil
}

func badTarget(detail string) *inventory.Problem {
	return &inventory.Problem{Kind: inventory.ProblemBadTarget, Detail: detail}
}

// isHost tells whether a host is an IP address or a name that only DNS can read.
// A name that ends in a number is neither: some resolvers take "127.1" and
// "0x7f000001" for addresses.
func isHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	last := name[strings.LastIndexByte(name, '.')+1:]
	digits, hex := strings.CutPrefix(last, "0x")
	number := strings.Trim(digits, "0123456789") == "" || hex && strings.Trim(digits, "0123456789abcdef") == ""
	return !number && !strings.ContainsFunc(name, func(r rune) bool { return !isNameRune(r) })
}

func isNameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_'
}

func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && port > 0
}

func effectivePort(u *url.URL) string {
	if u.Scheme == "http" {
		return cmp.Or(u.Port(), "80")
	}
	return cmp.Or(u.Port(), "443")
}

// authority is the host and port that a URL is served by.
func authority(u *url.URL) string {
	return net.JoinHostPort(strings.TrimSuffix(u.Hostname(), "."), effectivePort(u))
}

// origin is the scheme, host and port of a URL, by which credentials are bound.
func origin(u *url.URL) string {
	return u.Scheme + "://" + net.JoinHostPort(u.Hostname(), effectivePort(u))
}

// withoutUser is a URL without what stands before an '@' in its authority, or
// before any '@' where that cannot be told.
func withoutUser(text string) string {
	u, err := url.Parse(text)
	if err == nil && u.Opaque == "" {
		if u.User == nil {
			return text
		}
		u.User = nil
		return u.String()
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return text
	}
	scheme, _, found := strings.Cut(text[:at], "//")
	if !found {
		return text[at+1:]
	}
	return scheme + "//" + text[at+1:]
}

// shorten bounds remote text that a detail quotes.
func shorten(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
