package config

import (
	"fmt"
	"strings"
)

// nginxReader reads the configuration of nginx. Every directive is a field of the
// block that it stands in, with the list of its words; of one that opens a block,
// the last element of the list is that block, a Map.
type nginxReader struct {
	doc    *Document
	text   string
	at     int
	places offsets
	nodes  int
}

// nginxWord is a word, quoted or not, or one of ; { and }. Its kind is 'w' for a
// word, 0 at the end, else the character.
type nginxWord struct {
	kind byte
	text string
	at   int
}

func readNginx(d *Document) (*Node, error) {
	r := &nginxReader{doc: d, text: d.text, places: newOffsets(d)}
	root := &Node{Kind: Map, At: d.origin(1, 1)}
	return root, r.block(root, 0)
}

// block reads directives up to the end of the block or, at depth 0, of the text.
func (r *nginxReader) block(into *Node, depth int) error {
	if depth > maxDepth {
		return r.fault(r.at, fmt.Sprintf("blocks are nested more than %d deep", maxDepth))
	}
	for {
		name, err := r.word()
		switch {
		case err != nil:
			return err
		case name.kind == 'w' && isAction(name.text) && r.endOfLine():
			r.doc.Template = true
		case name.kind == 'w':
			if err := r.directive(into, name, depth); err != nil {
				return err
			}
		case name.kind == 0 && depth == 0 || name.kind == '}' && depth > 0:
			return nil
		default:
			return r.fault(name.at, "not nginx: a directive is expected")
		}
	}
}

func (r *nginxReader) directive(into *Node, name nginxWord, depth int) error {
	words := &Node{Kind: List, At: r.places.origin(name.at)}
	into.put(name.text, words.At, words)
	for {
		word, err := r.word()
		if err != nil {
			return err
		}
		if r.nodes++; r.nodes > maxNodes {
			return r.fault(word.at, fmt.Sprintf("more than %d values", maxNodes))
		}
		switch word.kind {
		case 'w':
			words.push(&Node{Kind: Scalar, Text: word.text, At: r.places.origin(word.at)})
		case ';':
			return nil
		case '{':
			body := &Node{Kind: Map, At: r.places.origin(word.at)}
			words.push(body)
			if strings.HasSuffix(name.text, "_by_lua_block") {
				return r.skipCode()
			}
			return r.block(body, depth+1)
		default:
			return r.fault(name.at, "not nginx: a directive does not end in ; or a block")
		}
	}
}

// word reads the next word, past blanks and comments.
func (r *nginxReader) word() (nginxWord, error) {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			r.at++
		case c == '#':
			r.at = lineEnd(r.text, r.at)
		case strings.HasPrefix(r.text[r.at:], "{{") || strings.HasPrefix(r.text[r.at:], "{%"):
			return r.bare()
		case strings.IndexByte(";{}", c) >= 0:
			r.at++
			return nginxWord{c, "", r.at - 1}, nil
		case c == '"' || c == '\'':
			return r.quoted(c)
		default:
			return r.bare()
		}
	}
	return nginxWord{at: r.at}, nil
}

// quoted reads a word in quotes, in which a backslash keeps a quote.
func (r *nginxReader) quoted(quote byte) (nginxWord, error) {
	start := r.at
	var b strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '\\' && r.at+1 < len(r.text) && (r.text[r.at+1] == quote || r.text[r.at+1] == '\\'):
			r.at++
			b.WriteByte(r.text[r.at])
		case c == quote:
			r.at++
			return nginxWord{'w', b.String(), start}, nil
		default:
			b.WriteByte(c)
		}
	}
	return nginxWord{}, r.fault(start, "not nginx: a quote does not end")
}

// bare reads a word without quotes. The braces of ${name}, and of the actions of
// a template, are part of it.
func (r *nginxReader) bare() (nginxWord, error) {
	start := r.at
	for r.at < len(r.text) {
		rest := r.text[r.at:]
		if end := embraced(rest); end != 0 {
			if end < 0 {
				return nginxWord{}, r.fault(r.at, "not nginx: a brace does not end")
			}
			r.at += end
			continue
		}
		if strings.IndexByte(" \t\r\n;{}", rest[0]) >= 0 {
			break
		}
		if rest[0] == '\\' && len(rest) > 1 {
			r.at++
		}
		r.at++
	}
	return nginxWord{'w', r.text[start:r.at], start}, nil
}

// embraced is the length of a reference in braces that a text begins with: 0 where
// there is none, negative where it does not end.
func embraced(text string) int {
	for open, shut := range map[string]string{"{{": "}}", "{%": "%}", "${": "}"} {
		if !strings.HasPrefix(text, open) {
			continue
		}
		end := strings.Index(text, shut)
		if end < 0 {
			return -1
		}
		return end + len(shut)
	}
	return 0
}

// isAction reports whether a word is nothing but an action of a template.
func isAction(word string) bool {
	return (strings.HasPrefix(word, "{{") || strings.HasPrefix(word, "{%")) && embraced(word) == len(word)
}

// endOfLine reports whether nothing more stands on the line.
func (r *nginxReader) endOfLine() bool {
	for at := r.at; at < len(r.text); at++ {
		if c := r.text[at]; c != ' ' && c != '\t' && c != '\r' {
			return c == '\n'
		}
	}
	return true
}

// skipCode passes over the code of another language, up to the brace that ends it.
func (r *nginxReader) skipCode() error {
	start := r.at
	for depth := 1; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				r.at++
				return nil
			}
		}
	}
	return r.fault(start, "not nginx: a block of code does not end")
}

func (r *nginxReader) fault(offset int, reason string) error {
	return &syntaxError{r.places.line(offset), reason}
}
