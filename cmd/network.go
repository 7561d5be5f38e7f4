package cmd

import (
	"crypto/x509"
	"errors"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/net/http/httpproxy"

	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/fetch"
)

// maxCredential bounds what is read of a credential file, in octets; package fetch
// takes less.
const maxCredential = 64 << 10

// networkFlags is what the flags say of how documents are fetched.
type networkFlags struct {
	timeout      time.Duration
	concurrency  int
	allowHTTP    bool
	allowPrivate []string
	resolve      []string
	headers      []string
	caFile       string
	vantages     []string
	probeAccept  bool
}

func (n *networkFlags) add(f *pflag.FlagSet) {
	f.DurationVar(&n.timeout, "timeout", 10*time.Second, "longest `TIME` for one document")
	f.IntVar(&n.concurrency, "concurrency", 64, "look at `N` endpoints at a time, and at most two of one host")
	f.BoolVar(&n.allowHTTP, "allow-http", false, "allow http:// URLs")
	f.StringSliceVar(&n.allowPrivate, "allow-private", nil, "allow addresses in this `NETWORK` that is not public, such as 10.0.0.0/8 or 10.0.0.5 (repeatable)")
	f.StringArrayVar(&n.resolve, "resolve", nil, "connect to ADDR in place of what DNS says, `HOST:PORT:ADDR` as curl has it, several ADDR joined by commas (repeatable)")
	f.StringArrayVar(&n.headers, "header", nil, "send a `CREDENTIAL` to one origin alone: ORIGIN=NAME:@FILE or ORIGIN=NAME:$VARIABLE (repeatable)")
	f.StringSliceVar(&n.vantages, "vantage", nil, "look at key sets from each of these `PLACES` too: all-addresses (every address of the server's name)")
	f.BoolVar(&n.probeAccept, "probe-accept", false, "ask for every key set with the Accept fields that consumers send, too: four requests more and up")
	f.StringVar(&n.caFile, "ca-file", "", "trust the certificate authorities in this PEM `FILE` too")
}

// client makes the client of a run. Everything wrong with the flags is a usage error.
func (n *networkFlags) client(s *settings) (*fetch.Client, error) {
	start := s.system.Now()
	config := fetch.Config{
		Timeout: n.timeout, Concurrency: n.concurrency, AllowHTTP: n.allowHTTP, Now: s.wall,
		Clock:     func() time.Duration { return s.system.Now().Sub(start) },
		UserAgent: "jwksaudit/" + version() + " (+https://github.com/jwksaudit/jwksaudit)",
		Proxy:     s.proxy().ProxyFunc(),
		Admit:     s.system.Admit,
	}
	if n.timeout <= 0 {
		return nil, usageError("--timeout is %s, want more than 0", n.timeout)
	}
	for _, place := range n.vantages {
		if !slices.Contains(vantageNames(), place) {
			return nil, usageError("--vantage %q: want %s", place, strings.Join(vantageNames(), " or "))
		}
	}
	if n.concurrency < 1 {
		return nil, usageError("--concurrency is %d, want at least 1", n.concurrency)
	}
	for _, text := range n.allowPrivate {
		prefix, err := parseNetwork(text)
		if err != nil {
			return nil, usageError("--allow-private %q: %w", text, err)
		}
		config.AllowPrivate = append(config.AllowPrivate, prefix)
	}
	for _, text := range n.resolve {
		resolution, err := fetch.ParseResolve(text)
		if err != nil {
			return nil, usageError("--resolve: %w", err)
		}
		config.Resolve = append(config.Resolve, resolution)
	}
	for _, text := range n.headers {
		credential, err := fetch.ParseCredential(text, s.readCredential, s.system.LookupEnv)
		if err != nil {
			return nil, usageError("--header: %w", err)
		}
		config.Credentials = append(config.Credentials, credential)
	}
	if n.caFile != "" {
		pool, err := s.readAuthorities(n.caFile)
		if err != nil {
			return nil, usageError("--ca-file %s: %w", n.caFile, reason(err))
		}
		config.RootCAs = pool
	}
	client, err := fetch.New(config)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return client, nil
}

const allAddresses = "all-addresses"

func vantageNames() []string { return []string{allAddresses} }

// parseNetwork reads a network, or one address of it.
func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return prefix, errors.New("want a network such as 10.0.0.0/8, or an address such as 10.0.0.5")
	}
	return prefix.Masked(), nil
}

// proxy is the environment's proxy configuration, by the usual variables.
func (s *settings) proxy() *httpproxy.Config {
	first := func(names ...string) string {
		for _, name := range names {
			if value := s.system.getenv(name); value != "" {
				return value
			}
		}
		return ""
	}
	return &httpproxy.Config{
		HTTPProxy:  first("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: first("HTTPS_PROXY", "https_proxy"),
		NoProxy:    first("NO_PROXY", "no_proxy"),
	}
}

// sayProxy names the proxies in use, once each: behind one, the check of private
// networks is the proxy's to make.
func (s *settings) sayProxy(plan *scan.Plan) {
	said := map[string]bool{}
	for _, target := range plan.Targets {
		name := s.client.ProxyFor(target.URL)
		if name != "" && !said[name] {
			said[name] = true
			s.system.say("using the proxy %s of the environment; it decides which addresses names lead to", name)
		}
	}
}

// readAuthorities adds the certificates of a file to those that the system trusts.
func (s *settings) readAuthorities(path string) (*x509.CertPool, error) {
	data, err := os.ReadFile(s.path(path))
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // the system has none: the file's have to do
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, errors.New("holds no certificate in PEM")
	}
	return pool, nil
}

func (s *settings) readCredential(path string) ([]byte, error) {
	f, err := os.Open(s.path(path))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxCredential))
	return data, errors.Join(err, f.Close())
}
