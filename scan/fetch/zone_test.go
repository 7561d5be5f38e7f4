package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestPublicAddresses(t *testing.T) {
	z, err := newZone(nil)
	if err != nil {
		t.Fatal(err)
	}
	public := []string{
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
		"198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00::1", "2001:200::1",
		"::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1",
	}
	special := []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
		"169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255",
		"198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1.1.1.1", "100::1", "2001::1", "2001:db8::1",
		"2002:a00:1::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	}
	for want, list := range map[bool][]string{true: public, false: special} {
		for _, text := range list {
			if got := z.check(netip.MustParseAddr(text)) == nil; got != want {
				t.Errorf("%s is public: %t, want %t", text, got, want)
			}
		}
	}
}

func TestAllowedNetworks(t *testing.T) {
	allowed := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("fe80::/10")}
	z, err := newZone(allowed)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{
		"10.1.2.3": true, "10.2.2.3": false, "::ffff:10.1.2.3": true, "64:ff9b::10.1.2.3": true, "64:ff9b::10.2.2.3": false,
		"fd12::1": true, "fc00::1": false, "fe80::1%eth0": true, "127.0.0.1": false, "::1": false, "8.8.8.8": true,
	}
	for text, want := range tests {
		if got := z.check(netip.MustParseAddr(text)) == nil; got != want {
			t.Errorf("%s is allowed: %t, want %t", text, got, want)
		}
	}
	for _, bad := range []netip.Prefix{{}, netip.MustParsePrefix("::ffff:10.0.0.0/104")} {
		if _, err := newZone([]netip.Prefix{bad}); err == nil {
			t.Errorf("network %s was taken, want an error", bad)
		}
	}
}

// The operator's own URLs are held to the same rule.
func TestNamedTargetInADeniedNetwork(t *testing.T) {
	denied := serve(t, listen(t, "127.66.0.1"), func(http.ResponseWriter, *http.Request) {})
	client := newClient(t, nil)
	response, _, problem := get(t, client, denied.url)
	wantProblem(t, problem, inventory.ProblemZone, "the address 127.66.0.1 is not public")
	if len(response.Hops) != 0 || response.Status != 0 || len(denied.conns.all()) != 0 {
		t.Errorf("response is %+v after %d connections, want none", response, len(denied.conns.all()))
	}
}

// A name that answers with an allowed address first and with a denied one later
// gains nothing: the address of each socket is what counts.
func TestRebindingName(t *testing.T) {
	denied := serve(t, listen(t, "127.66.0.1"), func(http.ResponseWriter, *http.Request) {})
	allowed := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		fmt.Fprint(w, "{}")
	})
	var asked atomic.Int32
	client := newClient(t, nil)
	client.dialer.Resolver = dnsServer(t, func() [4]byte {
		if asked.Add(1) == 1 {
			return [4]byte{127, 0, 0, 1}
		}
		return [4]byte{127, 66, 0, 1}
	})
	_, body, problem := get(t, client, "http://rebind.example:"+allowed.port+"/")
	wantBody(t, body, problem, "{}")
	_, _, problem = get(t, client, "http://rebind.example:"+denied.port+"/")
	wantProblem(t, problem, inventory.ProblemZone, "the address 127.66.0.1 is not public")
	if got := len(denied.conns.all()); got != 0 {
		t.Errorf("the denied listener saw %d connections, want 0", got)
	}
}

func TestNameWithoutAddress(t *testing.T) {
	client := newClient(t, nil)
	client.dialer.Resolver = dnsServer(t, nil)
	_, _, problem := get(t, client, "https://missing.example/")
	wantProblem(t, problem, inventory.ProblemResolve, "the name missing.example has no address")

	_, _, problem = get(t, newClient(t, nil), "https://idp.example/")
	wantProblem(t, problem, inventory.ProblemResolve, "the name server failed for idp.example")
}

// dnsServer is a resolver whose server runs on loopback: it answers A questions
// with an address, or every question with "no such name".
func dnsServer(t *testing.T, address func() [4]byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		packet := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			conn.WriteTo(dnsAnswer(packet[:n], address), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// dnsAnswer builds a message as in RFC 1035: the question again and at most one address.
func dnsAnswer(query []byte, address func() [4]byte) []byte {
	const header = 12
	end := header
	for query[end] != 0 {
		end += 1 + int(query[end])
	}
	question := query[header : end+5]
	isA := query[end+2] == 1
	answer := append([]byte(nil), query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0)
	if address == nil {
		answer[3] = 0x83
	}
	answer = append(answer, question...)
	if address != nil && isA {
		answer[7] = 1
		ip := address()
		answer = append(answer, 0xc0, header, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ip[0], ip[1], ip[2], ip[3])
	}
	return answer
}
