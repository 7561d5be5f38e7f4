package fetch

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"net/url"
	"time"
)

// What Config leaves at zero.
const (
	defaultTimeout     = 10 * time.Second
	defaultConcurrency = 64
	defaultPerHost     = 2
	defaultUserAgent   = "jwksaudit (+https://github.com/jwksaudit/jwksaudit)"
)

// Config is how a Client behaves. Only Now is required. The functions are called
// from several goroutines at once.
type Config struct {
	Timeout      time.Duration  // for one attempt at a document over all its hops; 0: 10 s
	UserAgent    string         // "": names the program and its home
	RootCAs      *x509.CertPool // nil: the system's
	Resolve      []Resolution   // addresses of names, in place of DNS; for one name and port the last one counts
	AllowPrivate []netip.Prefix // networks that are not public and may be connected to all the same
	AllowHTTP    bool           // follow http:// URLs
	Credentials  []Credential
	Concurrency  int // requests under way in all; 0: 64
	PerHost      int // requests under way to one host and port; 0: 2

	// Proxy gives the proxy for a URL, nil for none, as httpproxy.Config.ProxyFunc
	// of golang.org/x/net does. nil: never a proxy.
	Proxy func(*url.URL) (*url.URL, error)

	// Admit may refuse a connection to an address, "127.0.0.1:443", that the zones
	// allow; nil refuses none. The program's tests stay on this machine by it.
	Admit func(address string) error

	Now func() time.Time // the run's clock; may stand still
	// Clock is a running clock of any origin, for elapsed times and for what is
	// left of a deadline after a redirect. nil: taken from Now, and if that stands
	// still each hop has the whole Timeout.
	Clock  func() time.Duration
	Sleep  func(context.Context, time.Duration) error // the wait before a retry; nil: sleeps
	Jitter func() float64                             // in [0, 1), spreads retries; nil: random
}

// New returns a client, or what is wrong with the configuration.
func New(config Config) (*Client, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	admitted, err := newZone(config.AllowPrivate)
	if err != nil {
		return nil, err
	}
	bound, err := bindCredentials(config.Credentials, config.AllowHTTP)
	if err != nil {
		return nil, err
	}
	client := &Client{
		config:      config,
		zone:        admitted,
		credentials: bound,
		addresses:   make(map[place][]netip.Addr, len(config.Resolve)),
		gate:        newGate(config.Concurrency, config.PerHost),
	}
	for _, resolution := range config.Resolve {
		client.addresses[resolution.place] = resolution.addrs
	}
	client.openTransports()
	return client, nil
}

// complete fills in what was left at zero and checks the rest.
func (c *Config) complete() error {
	if c.Now == nil {
		return errors.New("fetch: Config.Now is nil, want the run's clock")
	}
	if c.Timeout < 0 || c.Concurrency < 0 || c.PerHost < 0 {
		return fmt.Errorf("fetch: timeout %s, concurrency %d, per host %d: none may be negative", c.Timeout, c.Concurrency, c.PerHost)
	}
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	c.Concurrency = cmp.Or(c.Concurrency, defaultConcurrency)
	c.PerHost = cmp.Or(c.PerHost, defaultPerHost)
	c.UserAgent = cmp.Or(c.UserAgent, defaultUserAgent)
	if !isFieldValue(c.UserAgent) {
		return fmt.Errorf("user agent %q has characters that no header may have, want visible ASCII", c.UserAgent)
	}
	if c.Clock == nil {
		now, start := c.Now, c.Now()
		c.Clock = func() time.Duration { return now().Sub(start) }
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	return nil
}
