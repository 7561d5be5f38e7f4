package fleet

import (
	"errors"
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func (r *reader) consumers(n *config.Node) {
	r.list(n, func(n *config.Node) {
		switch {
		case n.Field("paths") != nil:
			r.sources(n)
		case n.Is(config.Map) && n.Field("uses") == nil:
			r.fault(n.At, "%s has neither paths to configurations nor uses, the library or product that it runs on", place(n))
		default:
			r.consumer(n)
		}
	})
}

// sources reads where configurations lie. What they say is not declared beside them.
func (r *reader) sources(n *config.Node) {
	var one Source
	var paths []inventory.Value[string]
	r.object(n, keys{
		"paths": func(n *config.Node) { paths = r.texts(n) },
		"owner": r.into(&one.Owner), "environment": r.into(&one.Environment),
	})
	for _, path := range paths {
		one.Path, one.At = path.V, path.At
		r.file.Sources = append(r.file.Sources, one)
	}
}

// consumer reads one that is declared by what it uses: its defaults first, then
// what is declared of it, whatever the order in the file.
func (r *reader) consumer(n *config.Node) {
	c := r.defaults(n.Get("uses"))
	c.Origin = n.At
	ok := r.object(n, keys{
		"uses": func(*config.Node) {}, "name": r.into(&c.Name),
		"issuers": func(n *config.Node) { c.Issuers = r.identifiers(n) },
		"key_set": func(n *config.Node) { c.JWKSURLs = r.addresses(n) },
		"owner":   r.into(&c.Owner), "environment": r.into(&c.Environment),
		"web_origins": func(n *config.Node) { c.WebOrigins = r.addresses(n) },

		"interval":       func(n *config.Node) { r.interval(c, n) },
		"cooldown":       func(n *config.Node) { c.Refresh.Cooldown = value(r, n, parseSpan) },
		"stale_on_error": func(n *config.Node) { c.Refresh.StaleOnError = value(r, n, parseSpan) },
		"verdict_cache":  func(n *config.Node) { c.Refresh.Verdicts = value(r, n, parseSpan) },
		"unknown_kid":    func(n *config.Node) { c.Refresh.UnknownKid = value(r, n, parseTruth) },
		"algorithms":     func(n *config.Node) { c.Checks.Algorithms = r.algorithms(n) },
		"audiences":      func(n *config.Node) { c.Checks.Audiences = r.texts(n) },
		"skew":           func(n *config.Node) { c.Checks.Skew = r.duration(n) },
	})
	if ok && n.Get("issuers") == nil && n.Get("key_set") == nil {
		r.fault(n.At, "%s has neither issuers nor key_set: whom does it trust", place(n))
	}
	if u := c.Refresh.UnknownKid; c.Refresh.Mode == inventory.ModeMissOnly && u.From == inventory.Declared && !u.V {
		c.Refresh.Mode = inventory.ModeStartupOnce // no miss, no interval: nothing is left to make it fetch
	}
	c.Checks.Issuer = implied(c.Issuers, c.Checks.Issuer)
	c.Checks.Audience = implied(c.Checks.Audiences, c.Checks.Audience)
	r.addConsumer(c)
}

// defaults is a consumer as what it uses makes it. Many use the same.
func (r *reader) defaults(uses *config.Node) *inventory.Consumer {
	if uses == nil || !r.is(uses, config.Scalar, "a text") {
		return &inventory.Consumer{}
	}
	known, ok := r.used[uses.Text]
	if !ok {
		declared, err := consumer.NewDeclaredConsumer(uses.Text)
		if err != nil {
			r.fault(uses.At, "%s: %v", place(uses), err)
			return &inventory.Consumer{}
		}
		known = *declared
		r.used[uses.Text] = known
	}
	known.Notes = slices.Clone(known.Notes)
	return &known
}

// addConsumer demands a name of its own: reports tell consumers apart by it.
func (r *reader) addConsumer(c *inventory.Consumer) {
	id := c.Product + " " + c.Name
	if first, taken := r.named[id]; taken && c.Product != "" {
		r.fault(c.Origin, "consumer %s %s is declared already at %s: give it a name of its own", c.Product, quote(c.Name), first)
		return
	}
	r.named[id] = c.Origin
	r.file.Consumers = append(r.file.Consumers, c)
}

// interval is how long a copy of the keys lives. A consumer that would keep its
// copy for ever, or of which nothing is known, then fetches them anew.
func (r *reader) interval(c *inventory.Consumer, n *config.Node) {
	c.Refresh.Interval = value(r, n, parseSpan)
	if c.Refresh.Interval.V.Infinite {
		return
	}
	switch c.Refresh.Mode {
	case inventory.ModeLazy, inventory.ModePoll, inventory.ModeControlPlane, inventory.ModeManaged:
	default:
		c.Refresh.Mode = inventory.ModeLazy
	}
	if c.Refresh.HTTPCache == inventory.CacheSoleSource {
		c.Refresh.HTTPCache = inventory.CacheIgnored
	}
}

func (r *reader) addresses(n *config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, item := range n.Elements() {
		if address := r.address(item); address != "" {
			out = append(out, inventory.Value[string]{V: address, From: inventory.Declared, At: item.At})
		}
	}
	return out
}

func (r *reader) algorithms(n *config.Node) inventory.Value[[]string] {
	out := inventory.Value[[]string]{From: inventory.Declared, At: n.At}
	for _, v := range r.texts(n) {
		out.V = append(out.V, v.V)
	}
	return out
}

// implied says that a check is made because what it checks for is declared.
func implied(values []inventory.Value[string], otherwise inventory.Value[bool]) inventory.Value[bool] {
	if len(values) == 0 {
		return otherwise
	}
	return inventory.Value[bool]{V: true, From: inventory.Implied, At: values[0].At}
}

// locateKeySets lets a declared consumer fetch the key set that is declared of its
// issuer, where it names none itself.
func (r *reader) locateKeySets() {
	for _, c := range r.file.Consumers {
		if len(c.JWKSURLs) > 0 {
			continue
		}
		for _, issuer := range c.Issuers {
			if d := r.file.Issuers.Find(issuer.V, ""); d != nil && d.KeySetURL != "" {
				c.JWKSURLs = append(c.JWKSURLs, inventory.Value[string]{V: d.KeySetURL, From: inventory.Declared, At: issuer.At})
			}
		}
	}
}

func parseTruth(text string) (bool, error) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errors.New("want true or false")
}
