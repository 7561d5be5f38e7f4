package fetch

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// serveProxy runs a proxy on loopback that records what it is asked. It connects
// every CONNECT to the one server given, whatever was named, and answers plain
// requests itself; a status other than 200 refuses all.
func serveProxy(t *testing.T, status int, to server) (*url.URL, *counter) {
	t.Helper()
	asked := new(counter)
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := proxyAuth(r)
		asked.add(fmt.Sprintf("%s %s %s/%s", r.Method, r.RequestURI, user, password))
		switch {
		case status != http.StatusOK:
			http.Error(w, "go away\x1b[31m", status)
		case r.Method == http.MethodConnect:
			tunnel(w, "127.0.0.1:"+to.port)
		default:
			fmt.Fprint(w, "plain")
		}
	})
	proxy, err := url.Parse("http://user:CANARY@127.0.0.1:" + s.port)
	if err != nil {
		t.Fatal(err)
	}
	return proxy, asked
}

func proxyAuth(r *http.Request) (user, password string, found bool) {
	encoded, found := strings.CutPrefix(r.Header.Get("Proxy-Authorization"), "Basic ")
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if !found || err != nil {
		return "", "", false
	}
	return strings.Cut(string(decoded), ":")
}

func tunnel(w http.ResponseWriter, address string) {
	there, err := net.Dial("tcp", address)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer there.Close()
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	io.WriteString(here, "HTTP/1.1 200 Connection Established\r\n\r\n")
	go func(from *bufio.Reader) {
		io.Copy(there, from)
		there.Close()
	}(buffered.Reader)
	io.Copy(here, there)
}

func via(proxy *url.URL) func(*url.URL) (*url.URL, error) {
	return func(*url.URL) (*url.URL, error) { return proxy, nil }
}

func TestProxyIsUsedAndNamed(t *testing.T) {
	ca := newCertifier(t)
	s := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, newKey(t), nil)}}, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Host, r.Header.Get("Proxy-Authorization"))
	})
	proxy, asked := serveProxy(t, http.StatusOK, s)
	client := newClient(t, func(c *Config) {
		c.RootCAs, c.AllowPrivate = ca.pool, nil // the proxy's own address needs no leave
		c.Proxy = via(proxy)
	})
	response, body, problem := get(t, client, "https://idp.example/jwks")
	wantBody(t, body, problem, "idp.example")
	if response.TLS == nil || response.TLS.Version != "TLS 1.3" {
		t.Errorf("TLS facts are %+v, want those of the server behind the proxy", response.TLS)
	}
	_, body, problem = get(t, client, "http://idp.example/jwks")
	wantBody(t, body, problem, "plain")
	if got, want := strings.Join(asked.all(), ", "), "CONNECT idp.example:443 user/CANARY, GET http://idp.example/jwks user/CANARY"; got != want {
		t.Errorf("the proxy was asked %s, want %s", got, want)
	}
	if got, want := client.ProxyFor("https://idp.example/jwks"), "http://"+proxy.Host; got != want {
		t.Errorf("proxy is named %q, want %q", got, want)
	}
}

func TestNoProxyForSomeNames(t *testing.T) {
	s := serveHTTP(t, sayOK)
	proxy, asked := serveProxy(t, http.StatusOK, s)
	client := newClient(t, func(c *Config) {
		c.Proxy = func(u *url.URL) (*url.URL, error) {
			if u.Hostname() == "127.0.0.1" {
				return nil, nil
			}
			return proxy, nil
		}
	})
	_, body, problem := get(t, client, s.url)
	wantBody(t, body, problem, "{}")
	if len(asked.all()) != 0 || client.ProxyFor(s.url) != "" || client.ProxyFor("https://idp.example") == "" {
		t.Errorf("the proxy was asked %v", asked.all())
	}
	if got := newClient(t, nil).ProxyFor("https://idp.example"); got != "" {
		t.Errorf("proxy is %q, want none", got)
	}
}

// What can be known of a host without resolving it is checked before a proxy is asked.
func TestZonesBehindAProxy(t *testing.T) {
	proxy, asked := serveProxy(t, http.StatusOK, server{})
	client := newClient(t, func(c *Config) { c.Proxy = via(proxy) })
	for _, host := range []string{"10.0.0.1", "127.66.0.1", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254", "[fe80::1%25lo]"} {
		for _, scheme := range []string{"http", "https"} {
			_, _, problem := get(t, client, scheme+"://"+host+"/")
			wantProblem(t, problem, inventory.ProblemZone, "is not public; if it is meant, allow it with --allow-private")
		}
	}
	client = newClient(t, func(c *Config) { c.Proxy, c.AllowPrivate = via(proxy), nil })
	for _, host := range []string{"localhost", "LOCALHOST.", "idp.localhost"} {
		_, _, problem := get(t, client, "https://"+host+"/")
		wantProblem(t, problem, inventory.ProblemZone, "127.0.0.1 is not public")
	}
	if got := asked.all(); len(got) != 0 {
		t.Errorf("the proxy was asked %v, want nothing", got)
	}
}

func TestProxyThatRefuses(t *testing.T) {
	proxy, asked := serveProxy(t, http.StatusProxyAuthRequired, server{})
	client := newClient(t, func(c *Config) { c.Proxy = via(proxy) })
	_, _, problem := get(t, client, "https://idp.example/")
	wantProblem(t, problem, inventory.ProblemConnect, "the proxy answered 407 Proxy Authentication Required to CONNECT (3 attempts)")
	if len(asked.all()) != 3 {
		t.Errorf("the proxy was asked %v, want three times", asked.all())
	}
}

func TestProxyThatCannotBeReached(t *testing.T) {
	listener := listen(t, "127.0.0.1")
	listener.Close()
	proxy, err := url.Parse("http://user:CANARY@" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t, func(c *Config) { c.Proxy = via(proxy) })
	_, _, problem := get(t, client, "https://idp.example/")
	wantProblem(t, problem, inventory.ProblemConnect, "no connection to the proxy: connection refused")

	client = newClient(t, func(c *Config) {
		c.Proxy = func(*url.URL) (*url.URL, error) { return nil, errors.New("invalid proxy http://user:CANARY@x") }
	})
	_, _, problem = get(t, client, "https://idp.example/")
	wantProblem(t, problem, inventory.ProblemConnect, "the proxy setting cannot be read")
}
