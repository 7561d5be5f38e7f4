package config

import (
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// tomlReader turns the parser's expressions into nodes.
type tomlReader struct {
	places offsets
	parser unstable.Parser
	tables sections // of lists of tables, the last one
	lists  sections
	nodes  int
}

// readTOML parses a TOML document. What is defined twice is there twice, and
// dates are texts as written.
func readTOML(d *Document) (root *Node, err error) {
	defer func() {
		if recover() != nil { // the parser's fault on hostile text must not end the run
			root, err = nil, errors.New("the TOML parser gave up")
		}
	}()
	r := &tomlReader{places: newOffsets(d), tables: sections{}, lists: sections{}}
	r.parser.Reset([]byte(d.text))
	root = &Node{Kind: Map, At: d.origin(1, 1)}
	table, depth := root, 0
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, depth, err = r.table(root, e)
		case unstable.KeyValue:
			err = r.setting(table, e, depth)
		}
		if err != nil {
			return nil, err
		}
	}
	return root, r.syntax(r.parser.Error())
}

// syntax takes the line out of the parser's error, and the file's text with it.
func (r *tomlReader) syntax(err error) error {
	if err == nil {
		return nil
	}
	e := &syntaxError{1, "not TOML"}
	var located *unstable.ParserError
	if errors.As(err, &located) && len(located.Highlight) > 0 {
		e.line = r.places.line(int(r.parser.Range(located.Highlight).Offset))
	}
	return e
}

// table opens the table that a header names, and says how deep it lies.
func (r *tomlReader) table(root *Node, header *unstable.Node) (*Node, int, error) {
	at, depth := root, 0
	for keys := header.Key(); keys.Next(); {
		key := keys.Node()
		if depth++; depth > maxDepth {
			return nil, 0, r.tooDeep(key)
		}
		if r.nodes++; r.nodes > maxNodes {
			return nil, 0, fmt.Errorf("more than %d values", maxNodes)
		}
		name, place := string(key.Data), r.origin(key)
		if header.Kind == unstable.ArrayTable && keys.IsLast() {
			at = r.entry(at, name, place)
		} else {
			at = r.tables.of(at, name, place)
		}
	}
	return at, depth, nil
}

// entry adds an element to a list of tables, and is what its name stands for from then on.
func (r *tomlReader) entry(n *Node, name string, at inventory.Origin) *Node {
	list := r.lists[member{n, name}]
	if list == nil {
		list = &Node{Kind: List, At: at}
		n.put(name, at, list)
		r.lists[member{n, name}] = list
	}
	table := &Node{Kind: Map, At: at}
	list.push(table)
	r.tables[member{n, name}] = table
	return table
}

// setting adds a value under its key, which may be dotted.
func (r *tomlReader) setting(table *Node, e *unstable.Node, depth int) error {
	at := table
	for keys := e.Key(); keys.Next(); {
		key := keys.Node()
		if depth++; depth > maxDepth {
			return r.tooDeep(key)
		}
		if !keys.IsLast() {
			at = r.tables.of(at, string(key.Data), r.origin(key))
			continue
		}
		place := r.origin(key)
		value, err := r.value(e.Value(), place, depth)
		if err != nil {
			return err
		}
		at.put(string(key.Data), place, value)
	}
	return nil
}

// value reads a value; one whose place the parser does not tell has that of its key.
func (r *tomlReader) value(v *unstable.Node, key inventory.Origin, depth int) (*Node, error) {
	if r.nodes++; r.nodes > maxNodes || depth > maxDepth {
		return nil, fmt.Errorf("more than %d values, or nested more than %d deep", maxNodes, maxDepth)
	}
	n := &Node{At: key}
	switch v.Kind {
	case unstable.Array:
		n.Kind = List
		for items := v.Children(); items.Next(); {
			item, err := r.value(items.Node(), key, depth+1)
			if err != nil {
				return nil, err
			}
			n.push(item)
		}
	case unstable.InlineTable:
		n.Kind = Map
		for members := v.Children(); members.Next(); {
			if err := r.setting(n, members.Node(), depth); err != nil {
				return nil, err
			}
		}
	default:
		n.Kind, n.Text, n.At = Scalar, string(v.Data), r.origin(v)
	}
	return n, nil
}

// origin gives the place of a key or scalar, whose text lies in the document.
func (r *tomlReader) origin(n *unstable.Node) inventory.Origin {
	if n.Raw.Length > 0 {
		return r.places.origin(int(n.Raw.Offset))
	}
	return r.places.origin(int(r.parser.Range(n.Data).Offset))
}

func (r *tomlReader) tooDeep(key *unstable.Node) error {
	return &syntaxError{r.places.line(int(key.Raw.Offset)), fmt.Sprintf("values are nested more than %d deep", maxDepth)}
}
