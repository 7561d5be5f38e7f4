package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func (r *hclReader) expression(e hclsyntax.Expression, depth int) (*Node, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	n := &Node{Kind: Scalar, At: r.origin(e.Range())}
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		n.Kind = List
		for _, item := range e.Exprs {
			value, err := r.expression(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.push(value)
		}
	case *hclsyntax.ObjectConsExpr:
		n.Kind = Map
		for _, item := range e.Items {
			value, err := r.expression(item.ValueExpr, depth+1)
			if err != nil {
				return nil, err
			}
			n.put(r.key(item.KeyExpr), r.origin(item.KeyExpr.Range()), value)
		}
	case *hclsyntax.ParenthesesExpr:
		return r.expression(e.Expression, depth+1)
	default:
		r.scalar(n, e)
	}
	return n, nil
}

func (r *hclReader) scalar(n *Node, e hclsyntax.Expression) {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		if n.Text = r.source(e); e.Val.IsNull() {
			n.Kind, n.Text = Null, ""
		}
	case *hclsyntax.TemplateExpr:
		if n.Text, n.Open = r.template(e); strings.HasPrefix(r.text[e.SrcRange.Start.Byte:], "<<") {
			n.literal, n.indent = true, r.heredocIndent(e, n.Text)
		}
	case *hclsyntax.UnaryOpExpr:
		_, number := e.Val.(*hclsyntax.LiteralValueExpr)
		n.Text, n.Open = r.source(e), !number
	default:
		n.Text, n.Open = r.reference(e), false
		if n.Text == "" {
			n.Text, n.Open = strings.Join(strings.Fields(strings.Trim(r.source(e), `"`)), " "), true
		}
	}
}

// template joins the parts of a text; it is open where one is neither a literal
// nor a plain reference.
func (r *hclReader) template(e *hclsyntax.TemplateExpr) (text string, open bool) {
	var b strings.Builder
	for _, part := range e.Parts {
		if literal, ok := part.(*hclsyntax.LiteralValueExpr); ok && literal.Val.Type() == cty.String && !literal.Val.IsNull() {
			b.WriteString(literal.Val.AsString())
			continue
		}
		reference := r.reference(part)
		if reference == "" {
			return strings.Trim(r.source(e), `"`), true
		}
		b.WriteString(reference)
	}
	return b.String(), false
}

// reference writes a plain reference to a variable or local as a placeholder; ""
// for every other expression.
func (r *hclReader) reference(e hclsyntax.Expression) string {
	if wrapped, ok := e.(*hclsyntax.TemplateWrapExpr); ok {
		e = wrapped.Wrapped
	}
	traversal, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if !ok || len(traversal.Traversal) != 2 {
		return ""
	}
	name, ok := traversal.Traversal[1].(hcl.TraverseAttr)
	root := traversal.Traversal.RootName()
	if !ok || root != "var" && root != "local" {
		return ""
	}
	return "${" + root + "." + name.Name + "}"
}

// key is the name of an object's member, as written where it is an expression.
func (r *hclReader) key(e hclsyntax.Expression) string {
	if word := hcl.ExprAsKeyword(e); word != "" {
		return word
	}
	if key, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		if quoted, ok := key.Wrapped.(*hclsyntax.TemplateExpr); ok {
			text, _ := r.template(quoted)
			return text
		}
	}
	return r.source(e)
}

// heredocIndent is by how much the lines of a heredoc are indented beyond its text.
func (r *hclReader) heredocIndent(e *hclsyntax.TemplateExpr, text string) int {
	lines := strings.Split(r.source(e), "\n")
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" && i+1 < len(lines) {
			return max(leading(lines[i+1])-leading(line), 0)
		}
	}
	return 0
}

// source is the text of an expression as written.
func (r *hclReader) source(e hclsyntax.Expression) string {
	at := e.Range()
	if at.Start.Byte < 0 || at.End.Byte > len(r.text) || at.Start.Byte > at.End.Byte {
		return ""
	}
	return r.text[at.Start.Byte:at.End.Byte]
}

func (r *hclReader) origin(at hcl.Range) inventory.Origin { return r.places.origin(at.Start.Byte) }
