package rules

import (
	"unicode"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kidGroup is the readable keys of a set that have the same kid.
type kidGroup struct {
	kid    string
	kinds  []string                       // type and purpose, such as "RSA signing", in document order
	prints map[string]map[string]struct{} // thumbprints of each kind
}

// kidGroups gives the keys by kid, in document order. Keys without a thumbprint
// cannot be told apart, and are left out.
func kidGroups(pass *EndpointPass) []*kidGroup {
	var groups []*kidGroup
	index := map[string]*kidGroup{}
	for key := range pass.Keys() {
		if key.Kid == "" || key.Thumbprint == "" {
			continue
		}
		group := index[key.Kid]
		if group == nil {
			group = &kidGroup{kid: key.Kid, prints: map[string]map[string]struct{}{}}
			index[key.Kid] = group
			groups = append(groups, group)
		}
		group.add(key)
	}
	return groups
}

func (g *kidGroup) add(key *inventory.Key) {
	kind := keyType(key) + " encryption"
	if verifiesSignatures(key) {
		kind = keyType(key) + " signing"
	}
	if g.prints[kind] == nil {
		g.prints[kind] = map[string]struct{}{}
		g.kinds = append(g.kinds, kind)
	}
	g.prints[kind][key.Thumbprint] = struct{}{}
}

// report is about the kid and not about one of its keys, whose order may change.
func (g *kidGroup) report(pass *EndpointPass, detail, format string, args ...any) {
	pass.ReportSetf(format, args...).About(g.kid + "\x00" + detail).Kid = g.kid
}

// shows reports whether a character is seen as itself: no control, nothing that
// reorders or hides text, and no space but the plain one.
func shows(r rune) bool {
	return unicode.IsPrint(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
