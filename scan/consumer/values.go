package consumer

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// metadataPath is where provider metadata lies under an issuer (OpenID Connect
// Discovery 1.0 section 4).
const metadataPath = "/.well-known/openid-configuration"

// below gives the URLs of what lies at a path under others.
func below(bases []inventory.Value[string], path string) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range bases {
		if v.From == inventory.Explicit {
			v.From = inventory.Implied
		}
		if v.From.Known() {
			v.V = strings.TrimRight(v.V, "/") + "/" + strings.TrimLeft(path, "/")
		}
		out = append(out, v)
	}
	return out
}

// isRemote tells an http or https URL from a file, a resource and the like.
func isRemote(text string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(text), "://")
	return found && (scheme == "http" || scheme == "https")
}

// locations tells the URLs of key sets from files with keys. What is not resolved
// and may be either counts as a URL.
func (s settings) locations(values []inventory.Value[string]) {
	for _, v := range values {
		switch path := strings.HasPrefix(v.Text, "/") || strings.HasPrefix(v.Text, "file:"); {
		case v.From == inventory.Unresolved && !path || isRemote(v.V):
			s.consumer.JWKSURLs = append(s.consumer.JWKSURLs, v)
		case v.V != "" || path:
			s.consumer.StaticFiles = append(s.consumer.StaticFiles, v)
		}
	}
}

// separated splits a list that is one text with commas.
func separated(values []inventory.Value[string]) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range values {
		out = append(out, commaSeparated(v)...)
	}
	return out
}

// implied is a value that another setting entails.
func implied[T any](v T, at inventory.Origin) inventory.Value[T] {
	return inventory.Value[T]{V: v, From: inventory.Implied, At: at}
}

// whole reads a whole number of a unit; a negative one is malformed.
func whole(unit time.Duration) func(string) (inventory.Span, error) {
	return func(text string) (inventory.Span, error) {
		n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 63)
		if err == nil && n > uint64(1<<63-1)/uint64(unit) {
			err = errors.New("too large")
		}
		return inventory.For(time.Duration(n) * unit), err
	}
}

// asSkew turns a span into the tolerance of a clock.
func asSkew(v inventory.Value[inventory.Span]) inventory.Value[time.Duration] {
	return inventory.Value[time.Duration]{V: v.V.D, From: v.From, At: v.At, Text: v.Text, Cite: v.Cite}
}

func skewSpan(v inventory.Value[time.Duration]) inventory.Value[inventory.Span] {
	return inventory.Value[inventory.Span]{V: inventory.For(v.V), From: v.From, At: v.At, Text: v.Text, Cite: v.Cite}
}

func isoForm() *regexp.Regexp {
	return regexp.MustCompile(`^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,9}))?S)?)?$`)
}

// isoSpan reads a duration of ISO 8601 as java.time.Duration does: "PT10M", "P1D".
func isoSpan(text string) (inventory.Span, error) {
	parts := isoForm().FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text)))
	if parts == nil || strings.HasSuffix(parts[0], "P") || strings.HasSuffix(parts[0], "T") {
		return inventory.Span{}, fmt.Errorf("not a duration of ISO 8601")
	}
	var seconds int64
	for i, unit := range []int64{24 * 3600, 3600, 60, 1} {
		n, _ := strconv.ParseInt(parts[i+1], 10, 64) // digits, or empty for none
		seconds += n * unit
	}
	nanos, _ := strconv.ParseInt((parts[5] + "000000000")[:9], 10, 64)
	if seconds > 1<<33 {
		return inventory.Span{}, errors.New("too large")
	}
	return inventory.For(time.Duration(seconds)*time.Second + time.Duration(nanos)), nil
}

// inlineKeyOrPEM pins keys that stand in a setting as JSON or as PEM.
func (s settings) inlineKeyOrPEM(n *config.Node) {
	if n == nil {
		return
	}
	text, answer := s.syntax.Expand(n.Scalar())
	if !n.Open && answer != config.Unresolved && keySetText(text) != nil {
		s.inlineKeys(n, keySetText)
		return
	}
	s.pinned(n)
}

// members returns the fields of a mapping; none of anything else.
func members(n *config.Node) []config.Field {
	if !n.Is(config.Map) {
		return nil
	}
	return n.Fields
}

// boolean reads "true" and "false" in any case.
func boolean(text string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errors.New("neither true nor false")
}

// not turns a setting that switches a check off into the check.
func not(v inventory.Value[bool]) inventory.Value[bool] {
	v.V = !v.V
	return v
}

// allowed makes an allow-list of the values of a setting: as sure as the least
// sure of them.
func allowed(values []inventory.Value[string], otherwise inventory.Value[[]string]) inventory.Value[[]string] {
	if len(values) == 0 {
		return otherwise
	}
	out := inventory.Value[[]string]{From: values[0].From, At: values[0].At, Text: values[0].Text}
	for _, v := range values {
		if v.From < out.From {
			out.From, out.Text = v.From, v.Text
		}
		out.V = append(out.V, v.V)
	}
	return out
}

// pinned pins the public keys of a text in PEM, or of one without the armour. The
// text may be a secret, so none of it is shown.
func (s settings) pinned(n *config.Node) {
	if n == nil {
		return
	}
	text, answer := s.syntax.Expand(n.Scalar())
	if n.Open || n.Tag != "" || answer == config.Unresolved {
		s.unresolved(n, "a key with placeholders in it")
		return
	}
	keys, problem := jwks.DecodePEM("", []byte(text))
	if problem != nil {
		s.note("%s (%s) is not read as a public key: %s", s.path(n), n.At, problem.Detail)
		return
	}
	for i := range keys {
		key := &keys[i]
		s.consumer.Pins = append(s.consumer.Pins, inventory.Pin{
			Kid: key.Kid, Thumbprint: key.Thumbprint, Key: key, At: n.At,
		})
	}
}

// filled leaves out what a template's default makes empty.
func filled(values []inventory.Value[string]) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range values {
		if v.V != "" || !v.From.Known() {
			out = append(out, v)
		}
	}
	return out
}
