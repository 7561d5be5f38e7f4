package fleet

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func (r *reader) issuers(n *config.Node) {
	r.list(n, r.issuer)
	seen := map[string]inventory.Origin{}
	for _, d := range r.declared {
		for _, name := range append([]string{d.Issuer}, d.Aliases...) {
			name = strings.TrimSuffix(name, "/")
			if first, ok := seen[name]; ok && name != "" {
				r.fault(d.Origin, "issuer %s is declared already at %s", quote(name), first)
				continue
			}
			seen[name] = d.Origin
		}
	}
}

func (r *reader) issuer(n *config.Node) {
	d := &inventory.Declaration{Origin: n.At}
	ok := r.object(n, keys{
		"url":     func(n *config.Node) { d.Issuer, d.Origin = r.identifier(n), n.At },
		"key_set": func(n *config.Node) { d.KeySetURL = r.address(n) },
		"owner":   r.into(&d.Owner), "environment": r.into(&d.Environment),
		"aliases": func(n *config.Node) {
			for _, alias := range r.identifiers(n) {
				d.Aliases = append(d.Aliases, alias.V)
			}
		},
		"regions": func(n *config.Node) { r.list(n, func(n *config.Node) { r.region(d, n) }) },
		"kids":    func(n *config.Node) { d.Kids = r.texts(n) },

		"token_lifetime": func(n *config.Node) { d.TokenLifetime = r.duration(n) },
		"cadence":        func(n *config.Node) { d.Cadence = r.period(n) },
		"lead":           func(n *config.Node) { d.Lead = r.duration(n) },
		"retired":        func(n *config.Node) { d.Retired = value(r, n, parseDay) },
	})
	if !ok {
		return
	}
	switch hasKeySet := n.Get("key_set") != nil; {
	case !hasKeySet && n.Get("url") == nil:
		r.fault(n.At, "%s has neither url nor key_set: which issuer is it", place(n))
	case !hasKeySet && d.Issuer != "" && checkAddress(d.Issuer) != nil:
		r.fault(d.Origin, "%s is no absolute URL, want one such as https://idp.example.com, or its key_set beside it", place(n.Get("url")))
	}
	r.declared = append(r.declared, d)
}

// identifiers reads a list of issuer identifiers, or one that stands for a list.
func (r *reader) identifiers(n *config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, item := range n.Elements() {
		if name := r.identifier(item); name != "" {
			out = append(out, inventory.Value[string]{V: name, From: inventory.Declared, At: item.At})
		}
	}
	return out
}

// period is a length of time that something repeats after: never zero.
func (r *reader) period(n *config.Node) inventory.Value[time.Duration] {
	v := r.duration(n)
	if v.From.Known() && v.V == 0 {
		r.fault(n.At, "%s is 0, want how much time lies between two rotations", place(n))
		v.From = inventory.Unknown
	}
	return v
}

func (r *reader) region(d *inventory.Declaration, n *config.Node) {
	region := inventory.Region{At: n.At}
	ok := r.object(n, keys{"name": r.into(&region.Name), "url": func(n *config.Node) { region.URL = r.address(n) }})
	if ok && (n.Get("name") == nil || n.Get("url") == nil) {
		r.fault(n.At, "%s wants a name and the url of its key set", place(n))
	}
	d.Regions = append(d.Regions, region)
}
