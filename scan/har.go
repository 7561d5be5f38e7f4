package scan

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// archive is what is used of an HTTP Archive 1.2. Entries are read one by one, so
// that a bad one does not hide the others.
type archive struct {
	Log struct {
		Entries []json.RawMessage `json:"entries"`
	} `json:"log"`
}

// archived is what is used of one entry.
type archived struct {
	StartedDateTime string `json:"startedDateTime"`
	Request         struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	} `json:"request"`
	Response struct {
		Status  int `json:"status"`
		Headers []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"headers"`
		Content struct {
			Text     string `json:"text"`
			Encoding string `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

// looksLikeHAR looks for the members that every archive has, so that a large key
// set is not parsed in vain.
func looksLikeHAR(data []byte) bool {
	return bytes.Contains(data, []byte(`"log"`)) && bytes.Contains(data, []byte(`"entries"`)) &&
		bytes.Contains(data, []byte(`"request"`))
}

// parseHAR reads every GET of an archive that was answered; fallback dates an
// entry whose own time cannot be read. What can be read is returned beside the
// error, which counts the rest.
func parseHAR(data []byte, path string, fallback time.Time) ([]capture, error) {
	var all archive
	if err := json.Unmarshal(trimHead(data), &all); err != nil {
		return nil, errors.New("is not the JSON of a HAR 1.2 archive: save it again")
	}
	var out []capture
	var first error
	failed := 0
	for i, raw := range all.Log.Entries {
		one, ok, err := parseEntry(raw, fallback)
		switch {
		case err != nil:
			failed++
			first = cmp.Or(first, fmt.Errorf("entry %d %w", i+1, err))
		case ok:
			one.response.Capture = path
			out = append(out, one)
		}
	}
	switch {
	case failed > 0:
		return out, fmt.Errorf("has %d entries, of which %d cannot be read: %w", len(all.Log.Entries), failed, first)
	case len(out) == 0:
		return nil, errors.New("holds no GET that was answered, want at least one")
	}
	return out, nil
}

// parseEntry reads one entry; not ok is one that answers nothing that is asked
// here: another method or scheme, no answer, or 304, which says nothing alone.
func parseEntry(raw []byte, fallback time.Time) (one capture, ok bool, err error) {
	var entry archived
	if json.Unmarshal(raw, &entry) != nil {
		return one, false, errors.New("is not an entry of HAR 1.2")
	}
	address, content := recorded(entry.Request.URL), entry.Response.Content
	status := entry.Response.Status
	if address == "" || cmp.Or(entry.Request.Method, "GET") != "GET" || status == 0 || status == 304 {
		return one, false, nil
	}
	body := []byte(content.Text)
	if content.Encoding == "base64" {
		if body, err = base64.StdEncoding.DecodeString(content.Text); err != nil {
			return one, false, errors.New("has a body that is not the base64 it claims to be")
		}
	}
	header := inventory.Header{}
	for _, field := range entry.Response.Headers {
		header.Add(field.Name, field.Value)
	}
	if body, err = inflate(body, header.Get("Content-Encoding")); err != nil {
		return one, false, fmt.Errorf("cannot be used: %w", err)
	}
	started, err := time.Parse(time.RFC3339, entry.StartedDateTime)
	if err != nil {
		started = fallback
	}
	return capture{aside: true, body: body, response: inventory.Response{
		URL: address, Status: status, Header: header, Size: len(body), Time: started.UTC(),
	}}, true, nil
}
