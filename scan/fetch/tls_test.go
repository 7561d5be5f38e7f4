package fetch

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// certifier signs certificates for servers under test.
type certifier struct {
	certificate *x509.Certificate
	key         crypto.Signer
	pool        *x509.CertPool
}

func newCertifier(t *testing.T) *certifier {
	t.Helper()
	c := &certifier{key: newKey(t), pool: x509.NewCertPool()}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "Test CA"},
		NotBefore:    time.Now().Add(-24 * time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IsCA:         true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign,
	}
	c.certificate = sign(t, template, template, c.key.Public(), c.key)
	c.pool.AddCert(c.certificate)
	return c
}

func newKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t *testing.T, template, parent *x509.Certificate, public any, signer crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// issue makes a server certificate for idp.example and 127.0.0.1, valid for an
// hour around now unless it is adjusted.
func (c *certifier) issue(t *testing.T, key crypto.Signer, adjust func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "Server"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour).Truncate(time.Second),
		DNSNames:     []string{"idp.example"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if adjust != nil {
		adjust(template)
	}
	leaf := sign(t, template, c.certificate, key.Public(), c.key)
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
}

func serveTLS(t *testing.T, config *tls.Config, handler http.HandlerFunc) server {
	t.Helper()
	s := serve(t, tls.NewListener(listen(t, "127.0.0.1"), config), handler)
	s.url = "https://127.0.0.1:" + s.port
	return s
}

func sayOK(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") }

func TestTLSFacts(t *testing.T) {
	ca := newCertifier(t)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		key     crypto.Signer
		max     uint16
		version string
		keyType string
		bits    int
	}{
		{"current", newKey(t), tls.VersionTLS13, "TLS 1.3", "ECDSA", 256},
		{"RSA", rsaKey, tls.VersionTLS12, "TLS 1.2", "RSA", 2048},
		{"old", newKey(t), tls.VersionTLS11, "TLS 1.1", "ECDSA", 256},
		{"oldest", newKey(t), tls.VersionTLS10, "TLS 1.0", "ECDSA", 256},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			certificate := ca.issue(t, test.key, nil)
			s := serveTLS(t, &tls.Config{
				Certificates: []tls.Certificate{certificate},
				MinVersion:   tls.VersionTLS10, MaxVersion: test.max,
			}, sayOK)
			client := newClient(t, func(c *Config) { c.RootCAs = ca.pool })
			response, body, problem := get(t, client, s.url)
			wantBody(t, body, problem, "{}")
			want := inventory.TLS{Version: test.version, NotBefore: certificate.Leaf.NotBefore, NotAfter: certificate.Leaf.NotAfter, KeyType: test.keyType, KeyBits: test.bits}
			if response.TLS == nil || *response.TLS != want {
				t.Errorf("TLS facts are %+v, want %+v", response.TLS, want)
			}
		})
	}
}

func TestRefusedCertificates(t *testing.T) {
	ca, stranger := newCertifier(t), newCertifier(t)
	past := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	future := time.Date(2090, 1, 2, 3, 4, 5, 0, time.UTC)
	key := newKey(t)
	self := &x509.Certificate{
		SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "Self"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: past, NotAfter: future,
	}
	selfSigned := tls.Certificate{Certificate: [][]byte{sign(t, self, self, key.Public(), key).Raw}, PrivateKey: key}
	tests := []struct {
		name        string
		certificate tls.Certificate
		detail      string
		selfSigned  bool
		notAfter    time.Time
	}{
		{"expired", ca.issue(t, key, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = past.Add(-time.Hour), past }), "the certificate expired at 2020-01-02T03:04:05Z", false, past},
		{"not yet valid", ca.issue(t, key, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = future.Add(-time.Hour), future }), "the certificate is not valid before 2090-01-02T02:04:05Z", false, future},
		{"another name", ca.issue(t, key, func(c *x509.Certificate) {
			c.DNSNames, c.IPAddresses = []string{"a.example", "b.example", "c.example", "d.example"}, nil
		}), "the certificate is for a.example, b.example, c.example and 1 more, not for 127.0.0.1", false, time.Time{}},
		{"no name", ca.issue(t, key, func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, nil }), "the certificate is for no host name, not for 127.0.0.1", false, time.Time{}},
		{"unknown authority", stranger.issue(t, key, nil), "not signed by a trusted authority, or the server leaves out an intermediate; name the authority with --ca-file", false, time.Time{}},
		{"self-signed", selfSigned, "the certificate is self-signed; if it is right, trust it with --ca-file", true, future},
		{"for clients only", ca.issue(t, key, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), "the certificate is refused: certificate specifies an incompatible key usage", false, time.Time{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := new(counter)
			s := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{test.certificate}}, func(_ http.ResponseWriter, r *http.Request) { asked.add(r.URL.Path) })
			client := newClient(t, func(c *Config) { c.RootCAs = ca.pool })
			response, _, problem := get(t, client, s.url)
			wantProblem(t, problem, inventory.ProblemTLS, test.detail)
			if facts := response.TLS; facts == nil || facts.KeyType != "ECDSA" || facts.KeyBits != 256 || facts.SelfSigned != test.selfSigned ||
				!test.notAfter.IsZero() && !facts.NotAfter.Equal(test.notAfter) {
				t.Errorf("TLS facts are %+v, want those of the refused certificate", facts)
			}
			if response.Status != 0 || len(asked.all()) != 0 || len(s.conns.all()) != 1 {
				t.Errorf("status %d, %d requests, %d connections, want no request and no second attempt", response.Status, len(asked.all()), len(s.conns.all()))
			}
		})
	}
}

func TestRefusedHandshake(t *testing.T) {
	s := serveTLS(t, &tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		return nil, errors.New("no")
	}}, sayOK)
	_, _, problem := get(t, newClient(t, nil), s.url)
	wantProblem(t, problem, inventory.ProblemTLS, "the server refused the TLS handshake: internal error")
}

// HTTP/2 is neither offered nor spoken.
func TestProtocol(t *testing.T) {
	ca, offered := newCertifier(t), new(counter)
	certificate := ca.issue(t, newKey(t), nil)
	s := serveTLS(t, &tls.Config{
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			offered.add(strings.Join(hello.SupportedProtos, " "))
			return &certificate, nil
		},
	}, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) })
	_, body, problem := get(t, newClient(t, func(c *Config) { c.RootCAs = ca.pool }), s.url)
	wantBody(t, body, problem, "HTTP/1.1")
	if got := offered.all(); len(got) != 1 || strings.Contains(got[0], "h2") {
		t.Errorf("protocols offered are %q, want no h2", got)
	}
}

func TestDowngradeNeedsLeave(t *testing.T) {
	ca := newCertifier(t)
	plain := serveHTTP(t, sayOK)
	s := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, newKey(t), nil)}}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.url+"/k", http.StatusFound)
	})
	client := newClient(t, func(c *Config) { c.RootCAs, c.AllowHTTP = ca.pool, false })
	response, _, problem := get(t, client, s.url)
	wantProblem(t, problem, inventory.ProblemPlaintext, "the redirect is not followed: the URL is http://")
	if response.Status != 302 || len(response.Hops) != 1 || response.Hops[0].Location != plain.url+"/k" || response.TLS == nil || len(plain.conns.all()) != 0 {
		t.Errorf("response is %+v, want the refused redirect and no connection", response)
	}
	client = newClient(t, func(c *Config) { c.RootCAs = ca.pool })
	response, body, problem := get(t, client, s.url)
	wantBody(t, body, problem, "{}")
	if response.TLS != nil {
		t.Errorf("TLS facts %+v, want none: the last hop is plain", response.TLS)
	}
}
