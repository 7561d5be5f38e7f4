package jwks

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// document is one JSON text, read from the front until its end or until it breaks.
type document struct {
	body   []byte // without the byte-order mark
	start  int    // octets before body
	dec    *jsontext.Decoder
	facts  facts
	broken string // how the text breaks off; "" while it does not
	proofs int    // how many private halves may still be checked
	judge  func(jwk []byte) error
}

// facts is a bounded list of strict facts without repetitions.
type facts []inventory.Fact

func (f *facts) add(kind inventory.FactKind, member, detail string) {
	fact := inventory.Fact{Kind: kind, Member: member, Detail: detail}
	if len(*f) < maxFacts && !slices.Contains(*f, fact) {
		*f = append(*f, fact)
	}
}

// open starts to read a document and records what is wrong with its encoding.
func open(body []byte) *document {
	d := &document{proofs: maxProofs}
	d.body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	d.start = len(body) - len(d.body)
	if d.start > 0 {
		d.facts.add(inventory.FactByteOrderMark, "", "begins with a byte-order mark, want none")
	}
	if at := invalidUTF8(d.body); at >= 0 {
		d.facts.add(inventory.FactInvalidUTF8, "", fmt.Sprintf("invalid UTF-8 at octet %d", d.start+at))
	}
	d.dec = jsontext.NewDecoder(bytes.NewBuffer(d.body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return d
}

// invalidUTF8 gives the offset of the first octet that is no UTF-8, or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// close records what follows the JSON value, or that the value is broken.
func (d *document) close() {
	if d.broken != "" {
		d.facts.add(inventory.FactMalformed, "", d.broken)
		return
	}
	if n := d.rest(); n > 0 {
		d.facts.add(inventory.FactTrailingData, "", fmt.Sprintf("%d octets follow the JSON value, want none", n))
	}
}

// rest counts the octets after the value that was read, white space aside.
func (d *document) rest() int {
	return len(bytes.TrimSpace(d.body[d.dec.InputOffset():]))
}

// value reads the next value as it stands in the body; nil where the text breaks.
func (d *document) value() jsontext.Value {
	if d.broken != "" {
		return nil
	}
	raw, err := d.dec.ReadValue()
	if err != nil {
		d.breakOff(err)
		return nil
	}
	end := d.dec.InputOffset()
	return jsontext.Value(d.body[end-int64(len(raw)) : end])
}

// breakOff notes how the text breaks. The parser's own words quote the text,
// which may be a secret here, so they are not used.
func (d *document) breakOff(err error) {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		d.broken = fmt.Sprintf("JSON that ends early, after %d octets", d.start+len(d.body))
	case errors.As(err, &syntax):
		d.broken = fmt.Sprintf("text that stops being JSON at octet %d", int64(d.start)+syntax.ByteOffset)
	default:
		d.broken = "text that stops being JSON"
	}
}

// begin reads the brace or bracket that the caller saw.
func (d *document) begin() {
	if _, err := d.dec.ReadToken(); err != nil {
		d.breakOff(err)
	}
}

// more says whether another element stands before the end, and reads the end otherwise.
func (d *document) more(end jsontext.Kind) bool {
	if d.broken != "" {
		return false
	}
	if d.dec.PeekKind() != end {
		return true
	}
	d.begin()
	return false
}

// depth is how deep the objects and arrays of a valid value are nested.
func depth(raw jsontext.Value) int {
	if kind := raw.Kind(); kind != jsontext.KindBeginObject && kind != jsontext.KindBeginArray {
		return 0
	}
	level, deepest := 0, 0
	quoted := false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			level++
			deepest = max(deepest, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return deepest
}

// unquote gives a copy of a JSON string's text, invalid UTF-8 replaced.
func unquote(raw jsontext.Value) string {
	if plain := raw[1 : len(raw)-1]; bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
		return string(plain)
	}
	return string(unquoted(raw))
}

// unquoted gives the text of a JSON string in fresh memory.
func unquoted(raw jsontext.Value) []byte {
	text, _ := jsontext.AppendUnquote(nil, raw) // fails only for invalid UTF-8, which open has recorded
	return text
}

// typeName names the JSON type of a value.
func typeName(raw jsontext.Value) string {
	switch raw.Kind() {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "a boolean"
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	}
	return "not readable"
}

// quote makes remote text safe and short enough for a message.
func quote(text string) string {
	if len(text) > maxQuote {
		return strconv.QuoteToASCII(strings.ToValidUTF8(text[:maxQuote], "")) + "..."
	}
	return strconv.QuoteToASCII(text)
}
