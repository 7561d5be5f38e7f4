package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

const (
	maxHeader = 64 << 10 // octets of response header, interim responses included

	// An idle connection serves the next document of the same origin, typically
	// the key set after its metadata, and is then in the way.
	idleTimeout = 2 * time.Second
)

// openTransports makes the two ways out: straight to the server, where every
// address is checked, and to a proxy, whose address is the operator's own choice.
func (c *Client) openTransports() {
	c.dialer = &net.Dialer{
		Timeout:        c.phase(),
		KeepAlive:      -1, // no connection lives long enough to be probed
		ControlContext: c.control,
	}
	unchecked := &net.Dialer{Timeout: c.phase(), KeepAlive: -1, ControlContext: c.admit}

	c.direct = c.newTransport(c.dialer)
	c.proxied = c.newTransport(unchecked)
	c.proxied.Proxy = func(request *http.Request) (*url.URL, error) { return c.proxy(request.URL) }
	c.proxied.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return &proxyRefusal{answer.StatusCode}
		}
		return nil
	}
}

// control is asked before every connection to a server, with its final address.
func (c *Client) control(ctx context.Context, network, address string, socket syscall.RawConn) error {
	if err := c.zone.control(ctx, network, address, socket); err != nil {
		return err
	}
	return c.admit(ctx, network, address, socket)
}

func (c *Client) admit(_ context.Context, _, address string, _ syscall.RawConn) error {
	if c.config.Admit == nil {
		return nil
	}
	return c.config.Admit(address)
}

// phase is the time that connecting, the handshake or the response header may
// take: half of the whole, so that a dead address leaves time for the next one
// and the problem tells which phase it was.
func (c *Client) phase() time.Duration { return c.config.Timeout / 2 }

func (c *Client) newTransport(dialer *net.Dialer) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, c.resolve(address))
		},
		// Servers that are behind the times are to be reported, not to be missed.
		TLSClientConfig: &tls.Config{ //nolint:gosec // G402: an old version is a finding of the audit
			RootCAs:    c.config.RootCAs,
			MinVersion: tls.VersionTLS10,
		},
		Protocols:              protocols,
		DisableCompression:     true, // inflated in readBody, with a cap
		TLSHandshakeTimeout:    c.phase(),
		ResponseHeaderTimeout:  c.phase(),
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           c.config.Concurrency,
		MaxIdleConnsPerHost:    c.config.PerHost,
		IdleConnTimeout:        idleTimeout,
	}
}

// proxyName is a proxy's URL without its credentials.
func proxyName(proxy *url.URL) string { return proxy.Scheme + "://" + proxy.Host }
