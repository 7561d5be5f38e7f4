package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"syscall"
)

// zone decides which addresses may be connected to: public ones, and those that
// the operator allowed. One rule serves URLs that the operator named and URLs
// that came with fetched content.
type zone struct {
	allowed []netip.Prefix
	special []netip.Prefix
}

// specialPrefixes are the blocks that are not public: those of the IANA IPv4 and
// IPv6 Special-Purpose Address Registries (RFC 6890) that are not globally
// reachable, and multicast. The few globally reachable exceptions within
// 192.0.0.0/24 and 2001::/23 serve no web pages and are left in. IPv6 outside of
// 2000::/3, the only block with global unicast assignments, needs no entry.
const specialPrefixes = `
	0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
	192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15
	198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
	2001::/23 2001:db8::/32 3fff::/20`

func newZone(allowed []netip.Prefix) (zone, error) {
	for _, prefix := range allowed {
		if !prefix.IsValid() || prefix.Addr().Is4In6() {
			return zone{}, fmt.Errorf("allowed network %s is not a CIDR such as 10.0.0.0/8 or fd00::/8", prefix)
		}
	}
	z := zone{allowed: allowed}
	for text := range strings.FieldsSeq(specialPrefixes) {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return zone{}, err
		}
		z.special = append(z.special, prefix)
	}
	return z, nil
}

// zoneError is the refusal of an address.
type zoneError struct {
	addr   netip.Addr // as it was to be connected to
	target netip.Addr // the address that it leads to
}

func (e *zoneError) Error() string {
	leads := ""
	if e.addr != e.target {
		leads = " leads to " + e.target.String() + ", which"
	}
	hint := netip.PrefixFrom(e.target, e.target.BitLen())
	return fmt.Sprintf("the address %s%s is not public; if it is meant, allow it with --allow-private %s", e.addr, leads, hint)
}

// control is a net.Dialer's ControlContext: it sees each address of the name just
// before the socket connects to it.
func (z zone) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %q cannot be read", address)
	}
	return z.check(at.Addr())
}

// checkName checks a host that a proxy will connect to, as far as it can be
// known here: literal addresses, and localhost.
func (z zone) checkName(host string) error {
	name := strings.TrimSuffix(host, ".")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		name = "127.0.0.1"
	}
	if addr, err := netip.ParseAddr(name); err == nil {
		return z.check(addr)
	}
	return nil
}

func (z zone) check(addr netip.Addr) error {
	addr = addr.WithZone("").Unmap()
	target := destination(addr)
	if z.isPublic(target) {
		return nil
	}
	for _, prefix := range z.allowed {
		if prefix.Contains(target) {
			return nil
		}
	}
	return &zoneError{addr, target}
}

func (z zone) isPublic(addr netip.Addr) bool {
	if bytes := addr.As16(); addr.Is6() && bytes[0]>>5 != 0b001 {
		return false // outside of 2000::/3
	}
	for _, prefix := range z.special {
		if prefix.Contains(addr) {
			return false
		}
	}
	return true
}

// destination is the IPv4 address that a translator or tunnel would pass the
// packets on to, for NAT64 (RFC 6052, 64:ff9b::/96) and 6to4
// (2002::/16); otherwise the address itself.
func destination(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	bytes := addr.As16()
	switch {
	case [12]byte(bytes[:12]) == [12]byte{0, 0x64, 0xff, 0x9b}:
		return netip.AddrFrom4([4]byte(bytes[12:]))
	case bytes[0] == 0x20 && bytes[1] == 0x02:
		return netip.AddrFrom4([4]byte(bytes[2:6]))
	}
	return addr
}
