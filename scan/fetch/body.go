package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	maxBody = 1 << 20 // octets, before and after gunzip

	// What of a body without interest is read, so that its connection can be used
	// again: no more than this, for no longer.
	drainSize = 16 << 10
	drainTime = 200 * time.Millisecond
)

// readBody reads the whole body of an answer, inflated.
func (c *Client) readBody(ctx context.Context, u *url.URL, answer *http.Response) ([]byte, *inventory.Problem) {
	fail := func(kind inventory.ProblemKind, format string, args ...any) ([]byte, *inventory.Problem) {
		return nil, &inventory.Problem{Kind: kind, Status: answer.StatusCode, Detail: fmt.Sprintf(format, args...)}
	}
	inflate, known := contentCoding(answer.Header.Values("Content-Encoding"))
	if !known {
		return fail(inventory.ProblemEncoding, "the Content-Encoding is %q, want gzip or none, which is all that was asked for",
			shorten(strings.Join(answer.Header.Values("Content-Encoding"), ", ")))
	}
	if answer.ContentLength > maxBody {
		return fail(inventory.ProblemTooLarge, "the body is %d octets, want at most %d", answer.ContentLength, maxBody)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	switch {
	case err != nil:
		problem := c.fault(ctx, u, err)
		problem.Detail += fmt.Sprintf(", after %d octets of the body", len(body))
		problem.Status = answer.StatusCode
		return nil, problem
	case len(body) > maxBody:
		return fail(inventory.ProblemTooLarge, "the body is more than %d octets", maxBody)
	case !inflate:
		return body, nil
	}
	body, err = gunzip(body)
	switch {
	case err != nil:
		return fail(inventory.ProblemEncoding, "the Content-Encoding is gzip, but the body cannot be inflated")
	case len(body) > maxBody:
		return fail(inventory.ProblemTooLarge, "the body is more than %d octets once inflated", maxBody)
	}
	return body, nil
}

// gunzip inflates a stream of one or more members (RFC 1952 section 2.2) to one
// octet more than the cap.
func gunzip(body []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(reader, maxBody+1))
}

// contentCoding tells whether a body must be inflated, and whether its coding is
// one that is known.
func contentCoding(values []string) (inflate, known bool) {
	for _, value := range values {
		for coding := range strings.SplitSeq(value, ",") {
			switch strings.ToLower(strings.TrimSpace(coding)) {
			case "", "identity":
			case "gzip", "x-gzip":
				if inflate {
					return false, false // twice: nobody does this by mistake
				}
				inflate = true
			default:
				return false, false
			}
		}
	}
	return inflate, true
}

// drain reads a little of a body. If that takes too long the request is cancelled,
// and its connection with it.
func drain(body io.Reader, cancel context.CancelFunc) {
	defer time.AfterFunc(drainTime, cancel).Stop()
	_, _ = io.CopyN(io.Discard, body, drainSize) // whatever it gives, the connection is used again or closed
}
