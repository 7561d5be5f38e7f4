package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// jsonReader turns JSON into nodes. JSON is YAML too, but ten times faster to
// read for what it is, and YAML knows no surrogate pairs.
type jsonReader struct {
	places offsets
	dec    *jsontext.Decoder
	nodes  int
}

// readJSON parses a document that is one JSON value and nothing else, its text as
// it is, or as uncommented leaves it.
func readJSON(d *Document, text string) (*Node, error) {
	r := &jsonReader{places: newOffsets(d)}
	r.dec = jsontext.NewDecoder(bytes.NewBufferString(text),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	root, err := r.node(0)
	if err != nil {
		return nil, err
	}
	if _, err := r.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not JSON: something follows the value")
	}
	return root, nil
}

func (r *jsonReader) node(depth int) (*Node, error) {
	if r.nodes++; r.nodes > maxNodes || depth > maxDepth {
		return nil, fmt.Errorf("more than %d values, or nested more than %d deep", maxNodes, maxDepth)
	}
	switch r.dec.PeekKind() {
	case '{':
		return r.object(depth)
	case '[':
		return r.array(depth)
	}
	text, kind, at, err := r.scalar()
	return &Node{Kind: kind, Text: text, At: at}, err
}

func (r *jsonReader) object(depth int) (*Node, error) {
	n, err := r.open(Map)
	for err == nil && r.dec.PeekKind() != '}' {
		name, _, at, err := r.scalar()
		if err != nil {
			return nil, err
		}
		value, err := r.node(depth + 1)
		if err != nil {
			return nil, err
		}
		n.put(name, at, value)
	}
	return n, r.close(err)
}

func (r *jsonReader) array(depth int) (*Node, error) {
	n, err := r.open(List)
	for err == nil && r.dec.PeekKind() != ']' {
		value, err := r.node(depth + 1)
		if err != nil {
			return nil, err
		}
		n.push(value)
	}
	return n, r.close(err)
}

func (r *jsonReader) open(kind Kind) (*Node, error) {
	_, err := r.dec.ReadToken()
	return &Node{Kind: kind, At: r.origin(r.dec.InputOffset() - 1)}, err
}

func (r *jsonReader) close(err error) error {
	if err == nil {
		_, err = r.dec.ReadToken()
	}
	return err
}

// scalar reads a value that is no object and no array.
func (r *jsonReader) scalar() (string, Kind, inventory.Origin, error) {
	raw, err := r.dec.ReadValue()
	if err != nil {
		return "", Null, inventory.Origin{}, err
	}
	at := r.origin(r.dec.InputOffset() - int64(len(raw)))
	switch raw.Kind() {
	case 'n':
		return "", Null, at, nil
	case '"':
		text, err := jsontext.AppendUnquote(nil, raw)
		return string(text), Scalar, at, err
	}
	return string(raw), Scalar, at, nil
}

func (r *jsonReader) origin(offset int64) inventory.Origin { return r.places.origin(int(offset)) }
