package rules

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// hostOf is the host of a URL in lower case; "" where there is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// scheme is the scheme of a URL in lower case; "" where it cannot be read.
func scheme(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme
}

// plaintext reports whether a URL is http to another host than this one.
func plaintext(address string) bool { return scheme(address) == "http" && !loopback(hostOf(address)) }

// sameURL reports whether two URLs are one but for the case of scheme and host, a
// default port and a fragment.
func sameURL(a, b string) bool { return plainURL(a) == plainURL(b) }

// plainURL is one spelling for every URL that sameURL takes for the same.
func plainURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Host), "", ""
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.String()
}

// loopback reports whether a host names the machine itself: localhost and the
// names below it (RFC 6761 section 6.3), a loopback address, or the unspecified
// one that servers listen on.
func loopback(host string) bool {
	host = strings.TrimSuffix(host, ".")
	ip, err := netip.ParseAddr(host)
	if err == nil {
		return ip.Unmap().IsLoopback() || ip.Unmap().IsUnspecified()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// internal reports whether a host is one that only a private network can name:
// without a dot, below a name that the public DNS does not have, or at a private address.
func internal(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsPrivate() || ip.Unmap().IsLinkLocalUnicast()
	}
	private := func(suffix string) bool { return strings.HasSuffix(host, suffix) }
	return !strings.Contains(host, ".") || slices.ContainsFunc([]string{".local", ".internal", ".svc", ".home.arpa"}, private)
}

// site is the registrable domain of a URL's host; "" where it has none, as for an IP address.
func site(address string) string {
	domain, err := publicsuffix.EffectiveTLDPlusOne(hostOf(address))
	if err != nil {
		return ""
	}
	return domain
}

// siteOrHost is the registrable domain of a URL, else its host, such as an address.
func siteOrHost(address string) string { return cmp.Or(site(address), hostOf(address)) }
