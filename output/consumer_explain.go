package output

import (
	"cmp"
	"io"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// WriteConsumer derives the windows of one consumer term by term, each with where
// it is written or what verified it.
func WriteConsumer(w io.Writer, c *inventory.Consumer, o Options) error {
	p := newPage(w, o)
	f := &window.Freshness{}
	p.consumerHeading(c)
	p.fact("in", readable(c.Origin.String()))
	p.owner(c)
	for _, t := range trusts(c) {
		p.fact(t.label, t.text)
	}
	p.section("Renewal")
	p.renewal(c)
	p.derivation(c, "Until a new key is accepted", window.NewKeyLag(c, f))
	p.derivation(c, "Until a removed key is refused", window.RemovedKeyLag(c, f))
	p.derivation(c, "Until a removed key is refused, in an outage", window.RemovedKeyLagOutage(c, f))
	p.derivation(c, "Verifies in an outage for", window.OutageTolerance(c, f))
	fetches := window.FetchesPerBadToken(c)
	p.section("A bad token costs the issuer " + fetchesText(fetches))
	p.term(c, fetches.Gap)
	p.remarks(c)
	return p.out.Flush()
}

// renewal writes the settings by which a consumer renews its keys, as far as they
// have a meaning in its mode.
func (p *page) renewal(c *inventory.Consumer) {
	r := &c.Refresh
	span := func(name string, v inventory.Value[inventory.Span]) {
		p.beside(settingWidth, name, valueText(window.FormatSpan(v.V), v))
		p.source(v.At, v.Cite)
	}
	p.beside(settingWidth, "mode", string(cmp.Or(r.Mode, inventory.ModeUnknown)))
	if r.Mode != inventory.ModeStatic {
		span(window.Interval, r.Interval)
		p.beside(settingWidth, "caching headers", string(cmp.Or(r.HTTPCache, inventory.CacheUnknown)))
		refetches := map[bool]string{true: "yes", false: "no"}[r.UnknownKid.V]
		p.beside(settingWidth, "refetch on unknown kid", valueText(refetches, r.UnknownKid))
		p.source(r.UnknownKid.At, r.UnknownKid.Cite)
		if r.UnknownKid.V || !r.UnknownKid.From.Known() {
			span(window.Cooldown, r.Cooldown)
		}
		span(window.StaleOnError, r.StaleOnError)
	}
	if r.Mode == inventory.ModeControlPlane {
		span(window.PushDelay, r.PushDelay)
	}
	span(window.VerdictCache, r.Verdicts)
	if r.MergesSets {
		p.paragraph(2, "a refetch adds keys and removes none")
	}
	if r.UsesExpired {
		p.paragraph(2, "an expired copy is used while its replacement is fetched")
	}
	if r.Coupled {
		p.paragraph(2, "one failing key set slows the refresh of the others")
	}
}

const settingWidth = 22 // "refetch on unknown kid"

// source names where a value is written and what verified a default.
func (p *page) source(at inventory.Origin, cite string) {
	if !at.IsZero() {
		p.paragraph(2+settingWidth+2, "at "+readable(at.String()))
	}
	if cite != "" {
		p.paragraph(2+settingWidth+2, "source: "+readable(cite))
	}
}

// derivation writes the terms of a window below their sum.
func (p *page) derivation(c *inventory.Consumer, title string, b window.Bound) {
	p.line("")
	p.line(p.paint(bold, title+": ") + p.paint(boundStyle(b), b.Range()))
	for _, t := range b.Terms {
		p.term(c, t)
	}
}

func (p *page) term(c *inventory.Consumer, t window.Term) {
	length := strings.TrimPrefix(t.String(), t.Name+" ")
	p.line("  " + pad(t.Name, settingWidth) + "  " + length)
	at, cite := termSource(c, t)
	p.paragraph(2+settingWidth+2, termMeaning(t.Name))
	p.source(at, cite)
}

// termSource is where the setting stands behind a term. What follows from the
// mode alone has the source of the mode, which is that of its interval.
func termSource(c *inventory.Consumer, t window.Term) (inventory.Origin, string) {
	r := &c.Refresh
	settings := map[string]inventory.Value[inventory.Span]{
		window.Interval: r.Interval, window.NoExpiry: r.Interval, window.NoRefresh: r.Interval, window.Cooldown: r.Cooldown,
		window.PushDelay: r.PushDelay, window.StaleOnError: r.StaleOnError, window.VerdictCache: r.Verdicts,
	}
	if t.Name == window.NoRefresh && c.Remote() && r.Mode != inventory.ModeStartupOnce { // no refetch on an unknown kid
		return r.UnknownKid.At, r.UnknownKid.Cite
	}
	v := settings[t.Name]
	return v.At, v.Cite
}

// termMeaning says what a term is, for people who have not read the manual.
func termMeaning(name string) string {
	return map[string]string{
		window.HTTPCache:       "age of the copy that an HTTP cache hands out; none is assumed here",
		window.HTTPCacheOutage: "the same while the issuer fails",
		window.Interval:        "how long it uses its copy of the keys",
		window.HeaderLifetime:  "how long it uses its copy, where caching headers say so: they are not known here",
		window.Cooldown:        "least time between refetches that unknown kids force",
		window.PushDelay:       "from the control plane to the proxy",
		window.StaleOnError:    "how much longer it keeps its copy while fetching fails",
		window.VerdictCache:    "how long a verified token is not verified again",
		window.PinnedKeys:      "without end for the keys written into the configuration",
		window.NoRefresh:       "nothing makes it fetch",
		window.NoExpiry:        "nothing drops a key with time",
	}[name]
}

// remarks writes what the windows do not show.
func (p *page) remarks(c *inventory.Consumer) {
	if len(c.Unresolved) > 0 {
		p.section("Only the running system resolves")
		for _, u := range c.Unresolved {
			p.paragraph(2, readable(u.Field)+": "+readable(u.Text))
			if !u.At.IsZero() {
				p.paragraph(4, "at "+readable(u.At.String()))
			}
		}
	}
	if len(c.Notes) > 0 {
		p.section("Notes")
		for _, note := range c.Notes {
			p.paragraph(2, readable(note))
		}
	}
}
