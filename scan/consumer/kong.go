package consumer

import (
	"cmp"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kongSigns are what every declaration of plugins has: a file of decK or of Kong
// without a database, or an object of the ingress controller.
func kongSigns() []string { return []string{"_format_version", "KongPlugin", "KongClusterPlugin"} }

// kongPlugin is one plugin with its configuration.
type kongPlugin struct {
	doc    *config.Document
	name   string         // of what it is configured for; "" for everything
	node   *config.Node   // where it is declared
	config []*config.Node // its settings, the strongest first
}

// get returns a setting; nil where it is absent.
func (p kongPlugin) get(name string) *config.Node {
	for _, c := range p.config {
		if n := c.Get(name); n != nil {
			return n
		}
	}
	return nil
}

// declare starts a consumer whose settings are the plugin's. Where a Secret holds
// some of them, no default counts.
func (p kongPlugin) declare(v Variant) settings {
	s := declare(p.doc, p.node, p.name, p.node.At, v)
	for _, from := range []string{"configFrom", "configPatches"} {
		if n := p.node.Get(from); n != nil {
			s.unresolved(n, "settings that stand in a Secret")
			s.consumer.Refresh = inventory.Refresh{Mode: v.Refresh.Mode, HTTPCache: inventory.CacheUnknown}
			s.consumer.Checks = inventory.Checks{}
		}
	}
	return s
}

// kongPlugins finds the active plugins of one kind.
func kongPlugins(file *config.File, kind string) []kongPlugin {
	var out []kongPlugin
	for _, doc := range file.Documents(kongSigns()...) {
		for _, object := range objectsWithin(doc, "configuration.konghq.com", "KongPlugin", "KongClusterPlugin") {
			if object.Get("plugin").Scalar() == kind && object.Get("disabled").Scalar() != "true" {
				out = append(out, kongPlugin{doc, objectName(object), object, []*config.Node{object.Get("config")}})
			}
		}
		if root := doc.Root(); root.Get("_format_version") != nil {
			deck := deckFile{doc: doc, kind: kind, shared: root.Get("_plugin_configs")}
			deck.walk(root, "")
			out = append(out, deck.found...)
		}
	}
	return out
}

// deckFile collects the plugins of one kind from a declarative file, where they
// stand in services, routes and consumers or beside them.
type deckFile struct {
	doc    *config.Document
	kind   string
	shared *config.Node // settings that several plugins refer to by name
	found  []kongPlugin
}

func (d *deckFile) walk(n *config.Node, owner string) {
	if n == nil {
		return
	}
	owner = cmp.Or(n.Get("name").Scalar(), n.Get("username").Scalar(), owner)
	for _, p := range n.Get("plugins").Elements() {
		if p.Get("name").Scalar() == d.kind && p.Get("enabled").Scalar() != "false" {
			settings := []*config.Node{p.Get("config"), d.shared.Get(p.Get("_config").Scalar())}
			d.found = append(d.found, kongPlugin{d.doc, cmp.Or(p.Get("instance_name").Scalar(), owner), p, settings})
		}
	}
	for i := range n.Fields {
		if n.Fields[i].Name != "config" {
			d.walk(n.Fields[i].Value, owner)
		}
	}
	for _, item := range n.Items {
		d.walk(item, owner)
	}
}

// readKongSkew reads a leeway in seconds.
func readKongSkew(s settings, n *config.Node, otherwise inventory.Value[time.Duration]) inventory.Value[time.Duration] {
	return parsed(s, n, otherwise, "a number of seconds", seconds)
}

// isMetadataURL tells a discovery endpoint from an issuer identifier.
func isMetadataURL(url string) bool { return strings.Contains(url, "/.well-known/") }
