package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Resolution is the address of one name and port, given in place of DNS.
type Resolution struct {
	place place
	addr  netip.Addr
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
	addr := r.addr.String()
	if r.addr.Is6() {
		addr = "[" + addr + "]"
	}
	return fmt.Sprintf("%s:%d:%s", host, r.place.port, addr)
}

// ParseResolve reads HOST:PORT:ADDR as curl's --resolve has it: HOST may be "*"
// for any other host, ADDR is an IPv4 or an IPv6 address, the latter in brackets
// or bare. Of curl's forms, "+HOST" (expiring entries), "-HOST" (removal) and
// several addresses are refused.
func ParseResolve(text string) (Resolution, error) {
	fail := func(reason string) (Resolution, error) {
		return Resolution{}, fmt.Errorf("resolution %q: %s, want HOST:PORT:ADDR such as idp.example:443:127.0.0.1", text, reason)
	}
	host, rest, err := cutHost(text)
	if err != nil {
		return fail(err.Error())
	}
	port, address, found := strings.Cut(rest, ":")
	if !found || !isPort(port) {
		return fail("the port is missing or not a number from 1 to 65535")
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return fail("the port is not a number")
	}
	if bare, bracketed := strings.CutPrefix(address, "["); bracketed {
		address, bracketed = strings.CutSuffix(bare, "]")
		if !bracketed || !strings.Contains(address, ":") {
			return fail("the bracketed address is not IPv6")
		}
	}
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Zone() != "" {
		return fail("the address is not one IPv4 or IPv6 address")
	}
	return Resolution{place{host, uint16(number)}, addr.Unmap()}, nil
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
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return address
	}
	for _, name := range [...]string{canonicalHost(host), "*"} {
		if addr, found := c.addresses[place{name, uint16(number)}]; found {
			return net.JoinHostPort(addr.String(), port)
		}
	}
	return address
}
