// Package config reads configuration files of several formats into one tree
// whose every value knows its place. It knows no product: what a setting means
// is the business of the dialects that read the tree.
//
// It reads YAML (several documents, anchors, merge keys, tags), JSON, Java
// properties, HCL, TOML, INI, XML, nginx and environment files, and documents
// that stand as text inside another one, such as a file in a ConfigMap. HCL is
// parsed and never evaluated. A YAML or JSON file that is the template of one (Helm,
// Go, Jinja) is read around its actions, which stay in the tree as text: Expand
// tells whether a text is a value, has a default, or is left open.
//
// It opens no file, expands no variable from its own environment and never
// fails on a part that nobody asks for: documents are parsed when they are first
// asked for. Input is hostile: size, depth, number of documents and number of
// values after aliases are expanded are capped, and a message never quotes the
// text of a file.
package config

const (
	// MaxSize is the size in octets above which a file is not read.
	MaxSize = 2 << 20

	maxDocuments = 10_000  // in one file
	maxDepth     = 200     // of nested values
	maxNodes     = 400_000 // values of one document, aliases expanded
	maxInner     = 2       // documents within texts of documents
)
