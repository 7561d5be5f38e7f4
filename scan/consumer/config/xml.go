package config

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlReader turns elements into nodes. An element without attributes and children
// is a Scalar; any other is a Map with its attributes as "@name", its children by
// their name, and its text, where it has any, as "#text". The root is a Map with
// the outermost elements. Custom entities are refused.
//
// Expressions of Azure API Management, @(...) and @{...}, hold quotes and angle
// brackets where XML has none: they are blanked out for the parser and stand in
// the tree as written.
type xmlReader struct {
	text   string // as written
	masked string // the same length, expressions blanked out
	dec    *xml.Decoder
	places offsets
	nodes  int
}

func readXML(d *Document) (*Node, error) {
	r := &xmlReader{text: d.text, masked: maskExpressions(d.text), places: newOffsets(d)}
	r.dec = xml.NewDecoder(strings.NewReader(r.masked))
	r.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 for sure
	root := &Node{Kind: Map, At: d.origin(1, 1)}
	_, err := r.children(root, 0)
	if err == nil && len(root.Fields) == 0 {
		err = errors.New("no element")
	}
	if err != nil {
		line, _ := r.dec.InputPos()
		return nil, &syntaxError{line, "not XML: " + xmlReason(err)}
	}
	return root, nil
}

// xmlReason says what is wrong without quoting the text.
func xmlReason(err error) string {
	var syntax *xml.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	if strings.Contains(syntax.Msg, "entity") {
		return "an entity is not one of XML's own"
	}
	return "the text is not well-formed"
}

// children reads up to the end of the element, and gives the text that stands in it.
func (r *xmlReader) children(into *Node, depth int) (span, error) {
	var text span
	for {
		start := int(r.dec.InputOffset())
		token, err := r.dec.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return text, nil
		}
		if err != nil {
			return text, err
		}
		end := int(r.dec.InputOffset())
		switch token := token.(type) {
		case xml.StartElement:
			if err := r.element(into, token, span{start, end}, depth+1); err != nil {
				return text, err
			}
		case xml.EndElement:
			return text, nil
		case xml.CharData:
			if text.end == 0 && strings.TrimSpace(string(token)) != "" {
				text = span{start, end}
			}
		}
	}
}

func (r *xmlReader) element(into *Node, e xml.StartElement, tag span, depth int) error {
	if r.nodes += 1 + len(e.Attr); r.nodes > maxNodes || depth > maxDepth {
		return fmt.Errorf("more than %d values, or nested more than %d deep", maxNodes, maxDepth)
	}
	at := r.places.origin(tag.start)
	n := &Node{Kind: Map, At: at}
	values := attributeSpans(r.masked[tag.start:tag.end])
	for i, a := range e.Attr {
		value := &Node{Kind: Scalar, Text: a.Value, At: at}
		if i < len(values) {
			from, to := tag.start+values[i].start, tag.start+values[i].end
			value.At = r.places.origin(from)
			value.Text = r.restore(a.Value, span{from, to})
		}
		n.put("@"+a.Name.Local, value.At, value)
	}
	text, err := r.children(n, depth)
	if err != nil {
		return err
	}
	r.settle(n, text)
	into.put(e.Name.Local, at, n)
	return nil
}

// settle gives an element its text, and makes it a Scalar where that is all it has.
func (r *xmlReader) settle(n *Node, text span) {
	value := &Node{Kind: Scalar, At: n.At}
	if text.end > 0 {
		raw := r.masked[text.start:text.end]
		text.start += len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
		text.end -= len(raw) - len(strings.TrimRight(raw, " \t\r\n"))
		value.At = r.places.origin(text.start)
		value.Text = r.restore(plainXML(r.masked[text.start:text.end]), text)
	}
	switch {
	case len(n.Fields) == 0:
		n.Kind, n.Text, n.At = Scalar, value.Text, value.At
	case text.end > 0:
		n.put("#text", value.At, value)
	}
}

// restore gives a value as written where an expression stands in it.
func (r *xmlReader) restore(value string, at span) string {
	if strings.Contains(value, "@(") || strings.Contains(value, "@{") {
		return r.text[at.start:at.end]
	}
	return value
}

// plainXML resolves the references of a text, or takes what a CDATA section holds.
func plainXML(raw string) string {
	if inside, ok := strings.CutPrefix(raw, "<![CDATA["); ok {
		return strings.TrimSpace(strings.TrimSuffix(inside, "]]>"))
	}
	var out struct {
		Text string `xml:",chardata"`
	}
	if xml.Unmarshal([]byte("<t>"+raw+"</t>"), &out) != nil {
		return raw
	}
	return out.Text
}

// attributeSpans finds the values of a tag's attributes, without their quotes, in
// a tag that the parser has taken.
func attributeSpans(tag string) []span {
	var out []span
	for at := 0; ; {
		i := strings.IndexAny(tag[at:], `"'`)
		if i < 0 {
			return out
		}
		start := at + i + 1
		end := strings.IndexByte(tag[start:], tag[start-1])
		if end < 0 {
			return out
		}
		out = append(out, span{start, start + end})
		at = start + end + 1
	}
}

// startsAsXML tells XML from YAML, in which no text that is a configuration begins so.
func startsAsXML(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	if len(text) < 2 || text[0] != '<' {
		return false
	}
	next := text[1] | 0x20
	return text[1] == '?' || text[1] == '!' || next >= 'a' && next <= 'z'
}
