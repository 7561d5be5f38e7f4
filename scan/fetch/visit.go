package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	maxRedirects    = 5
	maxHeaderFields = 256 // header lines; what 64 KiB of header allow by far exceeds any real answer
)

// visit is one attempt at a document.
type visit struct {
	client   *Client
	ask      inventory.Ask
	route    route
	left     time.Duration // of the deadline that its hops share
	home     string        // origin of the first hop; "" once a redirect has led elsewhere
	response inventory.Response
	body     []byte
}

// visit asks for a document once, hop by hop.
func (c *Client) visit(ctx context.Context, ask inventory.Ask, via route, u *url.URL) (inventory.Response, []byte, *inventory.Problem) {
	v := &visit{
		client:   c,
		ask:      ask,
		route:    via,
		left:     c.config.Timeout,
		home:     origin(u),
		response: inventory.Response{URL: ask.URL},
	}
	problem := v.follow(ctx, u)
	if v.response.Time.IsZero() {
		v.response.Time = c.config.Now()
	}
	v.response.Elapsed = c.config.Timeout - v.left
	return v.response, v.body, problem
}

// follow asks for u and for whatever it redirects to.
func (v *visit) follow(ctx context.Context, u *url.URL) *inventory.Problem {
	for {
		location, problem := v.hop(ctx, u)
		if problem != nil && len(v.response.Hops) > 0 {
			problem.Detail = "after a redirect to " + u.Host + ": " + problem.Detail
		}
		if problem != nil || location == "" {
			return problem
		}
		if u, problem = v.redirect(u, location); problem != nil {
			return problem
		}
		if origin(u) != v.home {
			v.home = ""
		}
	}
}

// hop sends one request. A location is where the server redirects to.
func (v *visit) hop(ctx context.Context, u *url.URL) (location string, problem *inventory.Problem) {
	c := v.client
	leave, err := c.gate.enter(ctx, authority(u))
	if err != nil {
		return "", interrupted()
	}
	defer leave()
	began := c.config.Clock()
	defer func() { v.left -= c.config.Clock() - began }()
	hopCtx, cancel := context.WithTimeoutCause(ctx, v.left, deadlineError{})
	defer cancel()

	v.response.Status, v.response.Header, v.response.TLS = 0, nil, nil
	answer, err := v.send(hopCtx, u)
	if err != nil {
		v.response.TLS = unverifiedFacts(err)
		problem := c.fault(hopCtx, u, err)
		if v.route.pinned != nil && noRoute(err) {
			problem.Kind = inventory.ProblemNoRoute
		}
		return "", problem
	}
	defer func() { _ = answer.Body.Close() }() // what was wanted of it has been read
	if ctx.Err() != nil {                      // a server may answer the very closing of its connection
		return "", interrupted()
	}
	if problem := v.record(answer); problem != nil {
		return "", problem
	}
	if answer.StatusCode == http.StatusOK {
		v.body, problem = c.readBody(hopCtx, u, answer)
		v.response.Size = len(v.body)
		return "", problem
	}
	if answer.StatusCode == http.StatusNotModified && v.ask.Conditional() {
		return "", nil // there is no body (RFC 9110 section 15.4.5)
	}
	drain(answer.Body, cancel)
	if location := answer.Header.Get("Location"); location != "" && isRedirect(answer.StatusCode) {
		return location, nil
	}
	return "", statusProblem(answer.StatusCode)
}

// send makes the request and waits for the response header.
func (v *visit) send(ctx context.Context, u *url.URL) (*http.Response, error) {
	c := v.client
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	v.setFields(request.Header)
	for _, credential := range c.credentials[v.home] {
		request.Header.Set(credential.name, *credential.value)
	}
	if at := v.route.pinned; at != nil && authority(u) == v.route.host {
		return at.RoundTrip(request)
	}
	proxy, err := c.proxy(u)
	switch {
	case err != nil:
		return nil, proxySettingError{}
	case proxy == nil:
		return c.direct.RoundTrip(request)
	}
	if err := c.zone.checkName(u.Hostname()); err != nil {
		return nil, err
	}
	return c.proxied.RoundTrip(request)
}

// setFields gives a request its header.
func (v *visit) setFields(header http.Header) {
	header.Set("User-Agent", v.client.config.UserAgent)
	header.Set("Accept-Encoding", "gzip")
	accept := "application/json, application/jwk-set+json, */*;q=0.1"
	if v.ask.Accept != nil {
		accept = *v.ask.Accept
	}
	for name, value := range map[string]string{
		"Accept": accept, "Origin": v.ask.Origin, "If-None-Match": v.ask.ETag, "If-Modified-Since": v.ask.LastModified,
	} {
		if value != "" && isFieldValue(value) { // a validator is the server's own text
			header.Set(name, value)
		}
	}
}

// record keeps what the header of an answer shows.
func (v *visit) record(answer *http.Response) *inventory.Problem {
	v.response.Time = v.client.config.Now()
	v.response.Status = answer.StatusCode
	v.response.TLS = tlsFacts(answer.TLS)
	fields := 0
	for _, values := range answer.Header {
		fields += len(values)
	}
	if fields > maxHeaderFields {
		return &inventory.Problem{
			Kind:   inventory.ProblemTooLarge,
			Status: answer.StatusCode,
			Detail: fmt.Sprintf("the response header has %d fields, want at most %d", fields, maxHeaderFields),
		}
	}
	v.response.Header = inventory.Header(answer.Header)
	return nil
}

// redirect resolves a Location and records the hop, whether it may be followed or not.
func (v *visit) redirect(from *url.URL, location string) (*url.URL, *inventory.Problem) {
	status := v.response.Status
	refuse := func(kind inventory.ProblemKind, reason string) (*url.URL, *inventory.Problem) {
		return nil, &inventory.Problem{Kind: kind, Status: status, Detail: "the redirect is not followed: " + reason}
	}
	named, err := from.Parse(location)
	if err != nil || len(location) > maxURL {
		return refuse(inventory.ProblemRedirect, "its Location is not a URL that can be read")
	}
	shown := *named
	shown.User, shown.Fragment, shown.RawFragment = nil, "", ""
	v.response.Hops = append(v.response.Hops, inventory.Hop{URL: from.String(), Status: status, Location: shown.String()})
	if len(v.response.Hops) > maxRedirects {
		return refuse(inventory.ProblemRedirect, fmt.Sprintf("it is number %d, want at most %d", len(v.response.Hops), maxRedirects))
	}
	next, problem := parseURL(named.String(), v.client.config.AllowHTTP)
	switch {
	case problem == nil:
		return next, nil
	case problem.Kind == inventory.ProblemPlaintext:
		return refuse(inventory.ProblemPlaintext, problem.Detail)
	}
	return refuse(inventory.ProblemRedirect, problem.Detail)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
