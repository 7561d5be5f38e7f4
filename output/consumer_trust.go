package output

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// labelled is one line about a consumer; text is fit to be printed.
type labelled struct{ label, text string }

// trusts lists the issuers that a consumer accepts and where its keys come from.
func trusts(c *inventory.Consumer) []labelled {
	var out []labelled
	for _, list := range []struct {
		label  string
		values []inventory.Value[string]
	}{
		{"issuer", c.Issuers}, {"metadata", c.DiscoveryURLs}, {"key set", c.JWKSURLs}, {"key file", c.StaticFiles}, {"pinned TLS", c.PinsTLS},
	} {
		for _, v := range list.values {
			out = append(out, labelled{list.label, stated(v)})
		}
	}
	const most = 4 // of a pinned set the first keys tell which it is
	for i, pin := range c.Pins {
		if i == most && len(c.Pins) > most+1 {
			return append(out, labelled{"pinned key", fmt.Sprintf("and %d more", len(c.Pins)-most)})
		}
		out = append(out, labelled{"pinned key", pinText(pin)})
	}
	if len(out) == 0 {
		out = append(out, labelled{"trusts", "no issuer and no source of keys is stated here"})
	}
	return out
}

// stated is a value as the configuration has it, with its provenance where it is
// not simply written there.
func stated(v inventory.Value[string]) string {
	text := readable(v.V)
	if !v.From.Known() {
		text = readable(v.Text)
	}
	switch {
	case v.From == inventory.Explicit:
		return text
	case text == "":
		return v.From.String()
	}
	return text + " (" + v.From.String() + ")"
}

func pinText(p inventory.Pin) string {
	switch {
	case p.Kid != "":
		return "kid " + readable(p.Kid)
	case p.Thumbprint != "":
		return "thumbprint " + readable(p.Thumbprint)
	}
	return "without a kid"
}

// renewal says how a consumer renews its keys, what a bad token costs its issuer
// and for how long it gets by without the issuer.
func renewal(c *inventory.Consumer, f *window.Freshness) []string {
	how := string(cmp.Or(c.Refresh.Mode, inventory.ModeUnknown))
	if hasInterval(c) {
		how += intervalText(c.Refresh.Interval) + headersText(c.Refresh.HTTPCache)
	}
	if c.Refresh.HTTPCache == inventory.CacheDefers {
		how += "; not before the lifetime in the caching headers ends"
	}
	lines := []string{how}
	if c.Refresh.Mode != inventory.ModeStatic {
		lines = append(lines, "a bad token: "+fetchesText(window.FetchesPerBadToken(c)))
	}
	if c.Remote() && c.Refresh.Mode != inventory.ModeStartupOnce {
		lines = append(lines, "verifies in an outage for: "+window.OutageTolerance(c, f).Range())
	}
	return lines
}

// hasInterval reports whether time renews a consumer's keys at all.
func hasInterval(c *inventory.Consumer) bool {
	switch c.Refresh.Mode {
	case inventory.ModeLazy, inventory.ModePoll, inventory.ModeControlPlane, inventory.ModeManaged:
		return true
	}
	return false
}

func intervalText(v inventory.Value[inventory.Span]) string {
	text := valueText(window.FormatSpan(v.V), v)
	if v.From.Known() && !v.V.Infinite {
		return ", every " + text
	}
	return ", interval " + text
}

// valueText is a setting with its provenance; one that is not known has no value.
func valueText[T any](text string, v inventory.Value[T]) string {
	switch v.From {
	case inventory.Unknown:
		return "unknown"
	case inventory.Unresolved:
		return readable(v.Text) + " (" + v.From.String() + ")"
	}
	return text + " (" + v.From.String() + ")"
}

// headersText says what caching headers make of the interval.
func headersText(policy inventory.CachePolicy) string {
	switch policy {
	case inventory.CacheIgnored:
		return ""
	case inventory.CacheSoleSource:
		return "; caching headers alone give it"
	case inventory.CacheLengthens:
		return "; longer where caching headers say so"
	case inventory.CacheReplaces:
		return "; caching headers replace it"
	}
	return "; caching headers may change it"
}

func fetchesText(f window.Fetches) string {
	text := "no fetch"
	switch {
	case f.High == 0:
		return text
	case f.Low == f.High:
		text = plural(f.High, "fetch", "fetches")
	default:
		text = strconv.Itoa(f.Low) + " to " + plural(f.High, "fetch", "fetches")
	}
	switch {
	case f.Gap.From == inventory.Unknown, f.Gap.From == inventory.Unresolved:
		return text + ", how often is " + f.Gap.From.String()
	case f.Gap.High == inventory.Span{}:
		return text + ", without limit (" + f.Gap.From.String() + ")"
	}
	return text + ", at most once in " + window.FormatSpan(f.Gap.High) + " (" + f.Gap.From.String() + ")"
}
