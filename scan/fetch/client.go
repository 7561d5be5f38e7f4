package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Client fetches documents. It is safe for use by several goroutines; what it
// keeps does not grow with the number of hosts asked.
type Client struct {
	config      Config
	zone        zone
	credentials map[string][]Credential // by origin
	addresses   map[place][]netip.Addr
	gate        *gate

	dialer  *net.Dialer // checks the zone of every address
	direct  *http.Transport
	proxied *http.Transport // asks the environment's proxy, whose address the operator chose
}

// Close drops the idle connections. The client can still be used.
func (c *Client) Close() {
	c.direct.CloseIdleConnections()
	c.proxied.CloseIdleConnections()
}

// ProxyFor names the proxy that a GET of this URL would go through, without its
// credentials; "" where there is none. Behind a proxy the zone check is weaker
// (see the package), which the operator should be told.
func (c *Client) ProxyFor(rawURL string) string {
	u, problem := parseURL(rawURL, true)
	if problem != nil {
		return ""
	}
	proxy, err := c.proxy(u)
	if err != nil || proxy == nil {
		return ""
	}
	return proxyName(proxy)
}

func (c *Client) proxy(u *url.URL) (*url.URL, error) {
	if c.config.Proxy == nil {
		return nil, nil // as net/http has it: no proxy and no error
	}
	return c.config.Proxy(u)
}

// Get asks for a document, following redirects and retrying what may pass.
//
// The problem is nil only for an answer of 200 whose body was read completely, and
// for 304 to an ask with validators. With a problem the response still holds what
// was seen: its hops, and of the last one asked the status, header and TLS facts,
// as far as it came.
func (c *Client) Get(ctx context.Context, ask inventory.Ask) (inventory.Response, []byte, *inventory.Problem) {
	rawURL := ask.URL
	target, problem := parseURL(rawURL, c.config.AllowHTTP)
	if problem != nil {
		problem.Target = withoutUser(rawURL)
		return inventory.Response{URL: problem.Target, Time: c.config.Now()}, nil, problem
	}
	via, problem := c.routeFor(ask, target)
	if problem != nil {
		problem.Target = rawURL
		return inventory.Response{URL: rawURL, Time: c.config.Now()}, nil, problem
	}
	defer via.close()
	for attempt := 0; ; attempt++ {
		response, body, problem := c.visit(ctx, ask, via, target)
		if problem == nil {
			return response, body, nil
		}
		if attempt < maxRetries && mayPass(problem) &&
			c.config.Sleep(ctx, c.pause(attempt, response.Header)) == nil {
			continue
		}
		if attempt > 0 {
			problem.Detail += fmt.Sprintf(" (%d attempts)", attempt+1)
		}
		problem.Target = rawURL
		return response, nil, problem
	}
}
