package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// resource is one resource of a Terraform configuration, in HCL or JSON.
type resource struct {
	doc  *config.Document
	name string // its address, such as "vault_jwt_auth_backend.ci"
	body *config.Node
	at   inventory.Origin
}

// resources finds those of a type.
func resources(doc *config.Document, kind string) []resource {
	var out []resource
	for _, block := range doc.Root().Each("resource") {
		for _, named := range block.Each(kind) {
			for _, f := range named.Fields {
				for _, body := range f.Value.Elements() {
					out = append(out, resource{doc, kind + "." + f.Name, body, f.At})
				}
			}
		}
	}
	return out
}

// declare starts a consumer of a resource. Variables and locals of the same
// document count as what they are by default.
func (r resource) declare(v Variant) settings {
	s := declare(r.doc, r.body, r.name, r.at, v)
	s.syntax = config.Placeholders{Plain: true, Lookup: func(name string) (string, bool) { return terraformDefault(r.doc, name) }}
	return s
}

// terraformDefault finds the default of "var.name", or the value of "local.name".
func terraformDefault(doc *config.Document, name string) (string, bool) {
	var value *config.Node
	if variable, ok := strings.CutPrefix(name, "var."); ok {
		for _, block := range doc.Root().Each("variable") {
			if at := block.Get(variable); at != nil {
				value = at.Get("default")
			}
		}
	}
	if local, ok := strings.CutPrefix(name, "local."); ok {
		for _, block := range doc.Root().Each("locals") {
			if at := block.Get(local); at != nil {
				value = at
			}
		}
	}
	if !value.Is(config.Scalar) || value.Open {
		return "", false
	}
	return value.Text, true
}

// block is a block within a resource. One that a dynamic block writes may be
// there or not, so its settings are open.
func (r resource) block(s settings, name string) *config.Node {
	if plain := r.body.Each(name); len(plain) > 0 {
		return plain[len(plain)-1]
	}
	for _, dynamic := range r.body.Each("dynamic") {
		if at := dynamic.Get(name); at != nil {
			s.unresolved(at, "dynamic block")
			return at.Get("content")
		}
	}
	return nil
}
