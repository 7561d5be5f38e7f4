package output

import (
	"cmp"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

type jsonConsumer struct {
	Product       string           `json:"product"`
	Variant       *string          `json:"variant"`
	Name          *string          `json:"name"`
	File          *string          `json:"file"`
	Line          *int             `json:"line"`
	Issuers       []string         `json:"issuers"`
	JWKSURLs      []string         `json:"jwks_urls"`
	DiscoveryURLs []string         `json:"discovery_urls"`
	Refresh       jsonRefresh      `json:"refresh"`
	StaticKeys    bool             `json:"static_keys"`
	Pins          []jsonPin        `json:"pins"`
	Algorithms    []string         `json:"algorithms"`
	Audiences     []string         `json:"audiences"`
	Unresolved    []jsonUnresolved `json:"unresolved"`

	NewKeyLag           jsonLag `json:"new_key_lag"`
	RemovedKeyLag       jsonLag `json:"removed_key_lag"`
	RemovedKeyLagOutage jsonLag `json:"removed_key_lag_outage"`

	Owner       *string `json:"owner"`
	Environment *string `json:"environment"`
}

type jsonRefresh struct {
	Mode     string   `json:"mode"`
	Interval *float64 `json:"interval_seconds"` // null: unknown, unresolved or without end
	From     string   `json:"interval_from"`
}

type jsonPin struct {
	Kid        *string `json:"kid"`
	Thumbprint *string `json:"thumbprint"`
}

type jsonUnresolved struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

// jsonLag is a worst time. Without a bound that is known, seconds is null;
// infinite says that there certainly is none.
type jsonLag struct {
	Seconds  *float64   `json:"seconds"`
	Infinite bool       `json:"infinite"`
	Terms    []jsonTerm `json:"terms"`
}

func newJSONLag(b window.Bound) jsonLag {
	return jsonLag{Seconds: spanSeconds(b.High), Infinite: b.Infinite(), Terms: newJSONTerms(b.Terms)}
}

func newJSONConsumer(r *Report, c *inventory.Consumer) any {
	freshness := new(r.Freshness[c])
	out := jsonConsumer{
		Product: c.Product, Variant: orNull(c.Variant), Name: orNull(c.Name),
		File: orNull(c.Origin.File), Line: orNull(c.Origin.Line),
		Owner: orNull(c.Owner), Environment: orNull(c.Environment),
		Issuers: Known(c.Issuers), JWKSURLs: Known(c.JWKSURLs), DiscoveryURLs: Known(c.DiscoveryURLs),
		Refresh:    newJSONRefresh(&c.Refresh),
		StaticKeys: c.StaticKeys(), Pins: make([]jsonPin, 0, len(c.Pins)),
		Algorithms: []string{}, Audiences: Known(c.Checks.Audiences),
		Unresolved: make([]jsonUnresolved, 0, len(c.Unresolved)),

		NewKeyLag:           newJSONLag(window.NewKeyLag(c, freshness)),
		RemovedKeyLag:       newJSONLag(window.RemovedKeyLag(c, freshness)),
		RemovedKeyLagOutage: newJSONLag(window.RemovedKeyLagOutage(c, freshness)),
	}
	if c.Checks.Algorithms.From.Known() {
		out.Algorithms = append(out.Algorithms, c.Checks.Algorithms.V...)
	}
	for _, p := range c.Pins {
		out.Pins = append(out.Pins, jsonPin{Kid: orNull(p.Kid), Thumbprint: orNull(p.Thumbprint)})
	}
	for _, u := range c.Unresolved {
		out.Unresolved = append(out.Unresolved, jsonUnresolved{Field: u.Field, Text: u.Text})
	}
	return out
}

func newJSONRefresh(r *inventory.Refresh) jsonRefresh {
	out := jsonRefresh{Mode: string(cmp.Or(r.Mode, inventory.ModeUnknown)), From: r.Interval.From.String()}
	if r.Interval.From.Known() {
		out.Interval = spanSeconds(r.Interval.V)
	}
	return out
}

// Known gives the values that can be relied on: the text of a template is no
// issuer, and stands among the unresolved.
func Known(values []inventory.Value[string]) []string {
	out := []string{}
	for _, v := range values {
		if v.From.Known() {
			out = append(out, v.V)
		}
	}
	return out
}
