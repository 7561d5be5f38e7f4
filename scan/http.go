package scan

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// parseHTTP reads a response as `curl -si` prints it: optional comment lines,
// one of which may be "# URL", then one or more header blocks (a proxy's answer
// to CONNECT, 1xx, redirects of -L) and the body of the last.
func parseHTTP(data []byte, path string, fallback time.Time) (capture, error) {
	one := capture{response: inventory.Response{Capture: path, Time: fallback}}
	for data = trimHead(data); bytes.HasPrefix(data, []byte("#")); data = trimHead(data) {
		var line []byte
		line, data, _ = bytes.Cut(data, []byte("\n"))
		if address := recorded(strings.TrimSpace(strings.TrimLeft(string(line), "#"))); address != "" {
			one.response.URL = address
		}
	}
	for {
		var err error
		if one.response.Status, one.response.Header, data, err = headerBlock(data); err != nil {
			return one, err
		}
		if !bytes.HasPrefix(data, []byte("HTTP/")) {
			break
		}
		if next := one.redirect(); next != "" && one.response.URL != "" {
			hop := inventory.Hop{URL: one.response.FinalURL(), Status: one.response.Status, Location: next}
			one.response.Hops = append(one.response.Hops, hop)
		}
	}
	if date, ok := parseDate(one.response.Header.Get("Date")); ok {
		one.response.Time = date
	}
	body, err := inflate(data, one.response.Header.Get("Content-Encoding"))
	one.body, one.response.Size = body, len(body)
	return one, err
}

// trimHead drops a byte-order mark and the white space before the text.
func trimHead(data []byte) []byte { return bytes.TrimLeft(data, "\ufeff \t\r\n") }

// headerBlock reads a status line and header fields up to the empty line. It is
// lenient: a line that is no field is passed over, as curl prints what it got.
func headerBlock(data []byte) (status int, header inventory.Header, rest []byte, err error) {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	fields := bytes.Fields(line)
	if len(fields) < 2 || !bytes.HasPrefix(fields[0], []byte("HTTP/")) {
		return 0, nil, nil, errors.New("has no status line such as \"HTTP/1.1 200 OK\" before its header: save it with `curl -si URL`")
	}
	if status, err = strconv.Atoi(string(fields[1])); err != nil || status < 100 || status > 999 {
		return 0, nil, nil, errors.New("has a status line without a status from 100 to 999: save it with `curl -si URL`")
	}
	header = inventory.Header{}
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		text := bytes.TrimRight(line, "\r")
		if len(text) == 0 {
			break
		}
		if name, value, ok := bytes.Cut(text, []byte(":")); ok && isFieldName(name) {
			header.Add(string(name), string(bytes.TrimSpace(value)))
		}
	}
	return status, header, rest, nil
}

// isFieldName reports whether the text is a token (RFC 9110 section 5.6.2). JSON
// is none: where the empty line is missing, no key ends up among the header fields.
func isFieldName(name []byte) bool {
	return len(name) > 0 && !bytes.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// parseDate reads an IMF-fixdate (RFC 9110 section 5.6.7).
func parseDate(text string) (time.Time, bool) {
	t, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", text)
	return t, err == nil
}
