package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Resolution is the addresses of one name and port, given in place of DNS.
type Resolution struct {
	place place
	addrs []netip.Addr // at least one; the first is connected to where none is asked for
}

// place is a host in lower case, without a final dot, and a port. The host "*" is
// any host that has no resolution of its own.
type place struct {
	host string
	port uint16
}

// String gives the resolution as it is written.
func (r Resolution) String() string {
	host := r.place.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	var addrs []string
	for _, addr := range r.addrs {
		text := addr.String()
		if addr.Is6() {
			text = "[" + text + "]"
		}
		addrs = append(addrs, text)
	}
	return fmt.Sprintf("%s:%d:%s", host, r.place.port, strings.Join(addrs, ","))
}

// ParseResolve reads HOST:PORT:ADDR[,ADDR]... as curl's --resolve has it: HOST may be
// "*" for any other host, ADDR is an IPv4 or an IPv6 address, the latter in brackets
// or bare. Of curl's forms, "+HOST" (expiring entries) and "-HOST" (removal) are
// refused.
func ParseResolve(text string) (Resolution, error) {
	fail := func(reason string) error {
		return fmt.Errorf("resolution %q: %s, want HOST:PORT:ADDR such as idp.example:443:127.0.0.1", text, reason)
	}
	host, rest, err := cutHost(text)
	if err != nil {
		return Resolution{}, fail(err.Error())
	}
	port, address, found := strings.Cut(rest, ":")
	if !found || !isPort(port) {
		return Resolution{}, fail("the port is missing or not a number from 1 to 65535")
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return Resolution{}, fail("the port is not a number")
	}
	r := Resolution{place: place{host, uint16(number)}}
	for text := range strings.SplitSeq(address, ",") {
		addr, err := parseAddress(text)
		if err != nil {
			return Resolution{}, fail(err.Error())
		}
		r.addrs = append(r.addrs, addr)
	}
	return r, nil
}

func parseAddress(text string) (netip.Addr, error) {
	if bare, bracketed := strings.CutPrefix(text, "["); bracketed {
		text, bracketed = strings.CutSuffix(bare, "]")
		if !bracketed || !strings.Contains(text, ":") {
			return netip.Addr{}, errors.New("the bracketed address is not IPv6")
		}
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return netip.Addr{}, errors.New("the address is not an IPv4 or IPv6 address")
	}
	return addr.Unmap(), nil
}

// cutHost splits HOST, a name or "*" or an address, IPv6 in brackets, from what
// follows its colon.
func cutHost(text string) (host, rest string, err error) {
	var found bool
	if bare, bracketed := strings.CutPrefix(text, "["); bracketed {
		host, rest, found = strings.Cut(bare, "]:")
	} else {
		host, rest, found = strings.Cut(text, ":")
	}
	switch {
	case !found:
		return "", "", errors.New("the port and address are missing")
	case strings.HasPrefix(host, "+") || strings.HasPrefix(host, "-"):
		return "", "", errors.New("a leading + or - is not supported")
	case host != "*" && !isHost(host):
		return "", "", errors.New("the host is not a name in ASCII nor an address")
	}
	return canonicalHost(host), rest, nil
}

func canonicalHost(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String()
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// resolve replaces the host of a dial address where a resolution says so.
func (c *Client) resolve(address string) string {
	addrs, port := c.resolution(address)
	if len(addrs) == 0 {
		return address
	}
	return net.JoinHostPort(addrs[0].String(), port)
}

// resolution gives the addresses that a resolution has for a dial address, with its
// port; none where there is no resolution.
func (c *Client) resolution(address string) ([]netip.Addr, string) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, ""
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, ""
	}
	for _, name := range [...]string{canonicalHost(host), "*"} {
		if addrs := c.addresses[place{name, uint16(number)}]; len(addrs) > 0 {
			return addrs, port
		}
	}
	return nil, ""
}
