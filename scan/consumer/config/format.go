package config

import (
	"path"
	"strings"
)

// format is how a document is written.
type format uint8

const (
	yamlOrJSON format = iota // and XML that stands in a text of no name
	properties
	hclFormat
	tomlFormat
	iniFormat
	xmlFormat
	envFormat
	tomlOrINI // .cfg
	anyConf   // .conf: nginx, HCL or INI
)

// flat reports whether values of the format do not nest, so that no depth of
// theirs can harm a parser.
func (f format) flat() bool { return f == properties || f == iniFormat || f == envFormat }

// formatOf goes by the name only to tell the formats from one another whose first
// characters do not.
func formatOf(name string) format {
	switch Extension(name) {
	case ".properties":
		return properties
	case ".tf", ".hcl", ".tofu", ".tfvars":
		return hclFormat
	case ".toml":
		return tomlFormat
	case ".ini":
		return iniFormat
	case ".xml":
		return xmlFormat
	case ".env":
		return envFormat
	case ".cfg":
		return tomlOrINI
	case ".conf", ".nginx":
		return anyConf
	}
	return yamlOrJSON
}

// Extension is the extension of a file's name in lower case, that of what it is a
// template of for a template: ".yaml" for values.yaml.j2, ".env" for .env.local.
func Extension(file string) string {
	name := strings.ToLower(path.Base(file))
	if strings.HasPrefix(name, ".env.") {
		return ".env"
	}
	for _, template := range []string{
		".tmpl", ".tpl", ".tftpl", ".template", ".gotmpl", ".j2", ".jinja", ".erb", ".dist", ".example", ".sample",
	} {
		name = strings.TrimSuffix(name, template)
	}
	return path.Ext(name)
}
