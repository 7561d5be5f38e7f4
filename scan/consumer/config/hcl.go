package config

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	// maxHCLChains is how many conditions and splats one HCL text may hold: the
	// parser goes one level deeper for each of a chain of them.
	maxHCLChains = 10_000
	maxHCLTokens = 400_000 // of one text: the parser is slow where all of them are faults
)

// hclReader turns HCL into nodes of the shape that Terraform has in JSON: a block
// is a field for its type, with one for each of its labels inside. Literals are
// values. References to variables and locals stand as "${var.x}", for a reader
// that knows them; every other expression is open, and none is evaluated.
type hclReader struct {
	text   string
	places offsets
	nodes  int
}

func readHCL(d *Document) (root *Node, err error) {
	defer func() {
		if recover() != nil { // the parser's fault on hostile text must not end the run
			root, err = nil, errors.New("the HCL parser gave up")
		}
	}()
	if err := guardHCL([]byte(d.text)); err != nil {
		return nil, err
	}
	file, problems := hclsyntax.ParseConfig([]byte(d.text), "", hcl.InitialPos)
	for _, p := range problems {
		if p.Severity == hcl.DiagError {
			e := &syntaxError{reason: "not HCL: " + strings.ToLower(p.Summary)}
			if p.Subject != nil {
				e.line = p.Subject.Start.Line
			}
			return nil, e
		}
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, errors.New("not HCL: the text has no body")
	}
	r := &hclReader{text: d.text, places: newOffsets(d)}
	return r.body(body, d.origin(1, 1), 0)
}

// guardHCL keeps what recurses too deep from the parser, whose stack overflow
// would end the program: nesting, chains of conditions, of splats and of signs.
func guardHCL(source []byte) error {
	tokens, _ := hclsyntax.LexConfig(source, "", hcl.InitialPos)
	if len(tokens) > maxHCLTokens {
		return fmt.Errorf("more than %d tokens of HCL", maxHCLTokens)
	}
	depth, signs, chains := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen,
			hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen,
			hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			depth = max(depth-1, 0)
		case hclsyntax.TokenMinus, hclsyntax.TokenBang:
			signs++
		case hclsyntax.TokenQuestion, hclsyntax.TokenStar:
			chains++
		}
		switch t.Type {
		case hclsyntax.TokenMinus, hclsyntax.TokenBang, hclsyntax.TokenComment, hclsyntax.TokenNewline:
		default:
			signs = 0
		}
		if depth > 2*maxDepth || signs > maxDepth || chains > maxHCLChains {
			return &syntaxError{t.Range.Start.Line, "HCL is nested too deep to be parsed"}
		}
	}
	return nil
}

// count keeps the number and the depth of values within their caps.
func (r *hclReader) count(depth int) error {
	if r.nodes++; r.nodes > maxNodes || depth > maxDepth {
		return fmt.Errorf("more than %d values, or nested more than %d deep", maxNodes, maxDepth)
	}
	return nil
}

// body reads attributes and blocks in the order in which they stand.
func (r *hclReader) body(b *hclsyntax.Body, at inventory.Origin, depth int) (*Node, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	n := &Node{Kind: Map, At: at}
	attributes := make([]*hclsyntax.Attribute, 0, len(b.Attributes))
	for _, a := range b.Attributes {
		attributes = append(attributes, a)
	}
	sort.Slice(attributes, func(i, j int) bool {
		return attributes[i].SrcRange.Start.Byte < attributes[j].SrcRange.Start.Byte
	})
	for _, a := range attributes {
		value, err := r.expression(a.Expr, depth+1)
		if err != nil {
			return nil, err
		}
		n.put(a.Name, r.origin(a.NameRange), value)
	}
	for _, block := range b.Blocks {
		if err := r.block(n, block, depth); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (r *hclReader) block(into *Node, block *hclsyntax.Block, depth int) error {
	name, at := block.Type, r.origin(block.TypeRange)
	for i, label := range block.Labels {
		if err := r.count(depth + i); err != nil {
			return err
		}
		labelled := &Node{Kind: Map, At: at}
		into.put(name, at, labelled)
		into, name, at = labelled, label, r.origin(block.LabelRanges[i])
	}
	body, err := r.body(block.Body, at, depth+len(block.Labels)+1)
	if err != nil {
		return err
	}
	into.put(name, at, body)
	return nil
}
