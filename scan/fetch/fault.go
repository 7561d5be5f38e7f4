package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// deadlineError is the cause of a context whose document took too long.
type deadlineError struct{}

func (deadlineError) Error() string { return "the document's deadline passed" }

// proxySettingError stands for an error whose text may hold a proxy's password.
type proxySettingError struct{}

func (proxySettingError) Error() string {
	return "the proxy setting cannot be read, correct it or unset it"
}

// proxyRefusal is a proxy's answer to CONNECT other than 200.
type proxyRefusal struct{ status int }

func (e *proxyRefusal) Error() string {
	return "the proxy answered " + statusText(e.status) + " to CONNECT"
}

// fault says in plain words why u gave no answer, or not all of it. The context
// is the hop's. Errors of net/http quote URLs, ports of this machine and remote
// text, so none is passed on; where they have no type they are told by their text.
func (c *Client) fault(ctx context.Context, u *url.URL, err error) *inventory.Problem {
	cause := context.Cause(ctx)
	var refusedZone *zoneError
	var refusedCertificate *tls.CertificateVerificationError
	var dns *net.DNSError
	switch {
	case cause != nil && !errors.Is(cause, deadlineError{}):
		return interrupted()
	case errors.As(err, &refusedZone):
		return &inventory.Problem{Kind: inventory.ProblemZone, Detail: refusedZone.Error()}
	case errors.As(err, &refusedCertificate):
		return &inventory.Problem{Kind: inventory.ProblemTLS, Detail: certificateReason(refusedCertificate)}
	case cause != nil:
		return c.late("no complete answer", c.config.Timeout)
	case errors.As(err, &dns):
		return &inventory.Problem{Kind: inventory.ProblemResolve, Detail: dnsReason(dns)}
	case isTimeout(err):
		return c.late(silence(err), c.phase())
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return &inventory.Problem{
			Kind:   inventory.ProblemTooLarge,
			Detail: fmt.Sprintf("the response header is more than %d octets", maxHeader),
		}
	}
	if reason := handshakeReason(err); reason != "" {
		return &inventory.Problem{Kind: inventory.ProblemTLS, Detail: reason}
	}
	return &inventory.Problem{Kind: inventory.ProblemConnect, Detail: connectReason(u, err)}
}

// late is the problem of a deadline that passed.
func (c *Client) late(what string, after time.Duration) *inventory.Problem {
	detail := fmt.Sprintf("%s within %s; where it is only slow, raise --timeout", what, after)
	if after < c.config.Timeout {
		detail += fmt.Sprintf(" (%s)", c.config.Timeout)
	}
	return &inventory.Problem{Kind: inventory.ProblemTimeout, Detail: detail}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// silence tells in which phase a deadline passed.
func silence(err error) string {
	switch text := err.Error(); {
	case strings.Contains(text, "TLS handshake timeout"):
		return "no TLS handshake"
	case strings.Contains(text, "awaiting response headers"):
		return "no complete response header"
	case inOperation(err, "proxyconnect"):
		return "no connection to the proxy"
	}
	return "no connection"
}

func dnsReason(dns *net.DNSError) string {
	switch {
	case dns.IsNotFound:
		return "the name " + shorten(dns.Name) + " has no address"
	case dns.IsTimeout:
		return "the name server did not answer for " + shorten(dns.Name)
	}
	return "the name server failed for " + shorten(dns.Name)
}

// connectReason says how a connection failed or broke.
func connectReason(u *url.URL, err error) string {
	peer := authority(u)
	if inOperation(err, "proxyconnect") {
		peer = "the proxy"
	}
	var errno syscall.Errno
	var refused *proxyRefusal
	var setting proxySettingError
	switch {
	case errors.As(err, &refused):
		return refused.Error()
	case errors.As(err, &setting):
		return setting.Error()
	case errors.As(err, &errno) && inOperation(err, "dial"):
		return "no connection to " + peer + ": " + errno.Error()
	case errors.As(err, &errno):
		return "the connection to " + peer + " broke: " + errno.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "closed idle connection"):
		return peer + " closed the connection before the answer was complete"
	}
	return "the answer of " + peer + " is not valid HTTP/1.1"
}

// inOperation tells whether a net.OpError of this name is in the chain.
func inOperation(err error, name string) bool {
	for op := (*net.OpError)(nil); errors.As(err, &op); err = op.Err {
		if op.Op == name {
			return true
		}
	}
	return false
}

func interrupted() *inventory.Problem {
	return &inventory.Problem{Kind: inventory.ProblemInterrupted, Detail: "the run was stopped before an answer came"}
}

func statusProblem(status int) *inventory.Problem {
	detail := "answered " + statusText(status) + ", want 200"
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		detail += "; where it needs a credential, bind one with --header ORIGIN=NAME:@FILE"
	case isRedirect(status):
		detail = "answered " + statusText(status) + " without a Location"
	}
	return &inventory.Problem{Kind: inventory.ProblemStatus, Status: status, Detail: detail}
}

func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
