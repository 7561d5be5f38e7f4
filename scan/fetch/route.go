package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxAddresses bounds how many addresses of a name are told.
const maxAddresses = 16

// route is how the server of an ask is reached: by its name, or at one address.
// Redirects to other servers go by name.
type route struct {
	host   string          // of the pinned server, as authority gives it
	pinned *http.Transport // nil: by name
}

func (r route) close() {
	if r.pinned != nil {
		r.pinned.CloseIdleConnections()
	}
}

// routeFor pins an ask to the address that it names. Such an ask has a transport of
// its own: the connections of the others go to whatever address a name has.
func (c *Client) routeFor(ask inventory.Ask, target *url.URL) (route, *inventory.Problem) {
	if ask.Address == "" {
		return route{}, nil
	}
	addr, err := netip.ParseAddr(ask.Address)
	if err != nil {
		return route{}, &inventory.Problem{
			Kind: inventory.ProblemBadTarget, Detail: fmt.Sprintf("the server's address %q is not an IP address", shorten(ask.Address)),
		}
	}
	pinned := c.newTransport(c.dialer)
	pinned.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return c.dialer.DialContext(ctx, network, net.JoinHostPort(addr.String(), port))
	}
	return route{host: authority(target), pinned: pinned}, nil
}

// noRoute tells whether this machine has no way to an address at all, as to IPv6 in
// an IPv4 network: that says nothing of the server.
func noRoute(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}

// Addresses lists the IP addresses of a URL's server, in order, at most 16: one
// where the URL names it or a resolution says so, none where the name is looked up
// by a proxy.
func (c *Client) Addresses(ctx context.Context, rawURL string) ([]string, *inventory.Problem) {
	u, problem := parseURL(rawURL, c.config.AllowHTTP)
	if problem != nil {
		problem.Target = withoutUser(rawURL)
		return nil, problem
	}
	if proxy, err := c.proxy(u); err != nil || proxy != nil {
		return nil, nil
	}
	if found, _ := c.resolution(authority(u)); len(found) > 0 {
		return addressTexts(found), nil
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
		return addressTexts([]netip.Addr{addr}), nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.phase(), deadlineError{})
	defer cancel()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Hostname())
	if err != nil {
		problem := c.fault(ctx, u, err)
		problem.Target = rawURL
		return nil, problem
	}
	return addressTexts(found), nil
}

// addressTexts puts addresses in order, each once.
func addressTexts(found []netip.Addr) []string {
	var addrs []netip.Addr
	for _, addr := range found {
		addrs = append(addrs, addr.Unmap())
	}
	slices.SortFunc(addrs, netip.Addr.Compare)
	var out []string
	for _, addr := range slices.Compact(addrs) {
		out = append(out, addr.String())
	}
	return out[:min(len(out), maxAddresses)]
}
