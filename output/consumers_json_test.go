package output

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// recordOf is what scripts read of a consumer: every member by its public name.
type recordOf struct {
	Product      string  `json:"product"`
	Variant      *string `json:"variant"`
	Name         *string `json:"name"`
	File         *string `json:"file"`
	Line         *int    `json:"line"`
	Owner        *string `json:"owner"`
	Environment  *string `json:"environment"`
	Issuers      []string
	JWKSURLs     []string `json:"jwks_urls"`
	DiscoveryURL []string `json:"discovery_urls"`
	Refresh      struct {
		Mode            string
		IntervalSeconds *float64 `json:"interval_seconds"`
		IntervalFrom    string   `json:"interval_from"`
	}
	StaticKeys          bool `json:"static_keys"`
	Pins                []struct{ Kid, Thumbprint *string }
	Algorithms          []string
	Audiences           []string
	Unresolved          []struct{ Field, Text string }
	NewKeyLag           lagOf `json:"new_key_lag"`
	RemovedKeyLag       lagOf `json:"removed_key_lag"`
	RemovedKeyLagOutage lagOf `json:"removed_key_lag_outage"`
}

type lagOf struct {
	Seconds  *float64
	Infinite bool
	Terms    []struct {
		Name    string
		Seconds *float64
		From    string
	}
}

func recordOfConsumer(t *testing.T, c *inventory.Consumer) recordOf {
	t.Helper()
	var list struct {
		SchemaVersion json.RawMessage `json:"schema_version"`
		Consumers     []recordOf
		Gaps          []any
	}
	decoder := json.NewDecoder(bytes.NewReader(renderConsumers(t, "json", &Report{Consumers: []*inventory.Consumer{c}}, Options{})))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil || len(list.Consumers) != 1 {
		t.Fatalf("%d consumers, %v: want one, of the members that are named here", len(list.Consumers), err)
	}
	return list.Consumers[0]
}

// The interval has its length where that may be relied on, and always its source.
func TestConsumerIntervalInJSON(t *testing.T) {
	for from, want := range map[inventory.Provenance]string{
		inventory.Explicit: "explicit", inventory.VendorDefault: "vendor-default", inventory.Implied: "implied",
		inventory.Declared: "declared", inventory.Unresolved: "unresolved", inventory.Unknown: "unknown",
	} {
		c := &inventory.Consumer{Product: "envoy", Refresh: inventory.Refresh{
			Mode: inventory.ModeLazy, Interval: inventory.Value[inventory.Span]{V: inventory.For(10 * time.Minute), From: from},
		}}
		got := recordOfConsumer(t, c).Refresh
		seconds := got.IntervalSeconds != nil && *got.IntervalSeconds == 600
		if got.IntervalFrom != want || got.Mode != "lazy-ttl" || seconds != from.Known() {
			t.Errorf("%s: %+v, want interval_from %q, and 600 seconds only where it is known", from, got, want)
		}
	}
}

// A lag is the sum of its terms, each with its name, length and source; without end
// it has no seconds.
func TestConsumerLagsInJSON(t *testing.T) {
	span := func(d time.Duration) inventory.Value[inventory.Span] {
		return inventory.Value[inventory.Span]{V: inventory.For(d), From: inventory.Explicit}
	}
	c := &inventory.Consumer{Product: "envoy", Refresh: inventory.Refresh{
		Mode: inventory.ModePoll, HTTPCache: inventory.CacheIgnored, Interval: span(10 * time.Minute),
		UnknownKid: inventory.Value[bool]{From: inventory.VendorDefault}, StaleOnError: span(time.Hour), Verdicts: span(0),
	}}
	got := recordOfConsumer(t, c)
	for name, lag := range map[string]struct {
		lagOf
		want float64
	}{
		"new_key_lag": {got.NewKeyLag, 600}, "removed_key_lag": {got.RemovedKeyLag, 600}, "removed_key_lag_outage": {got.RemovedKeyLagOutage, 4200},
	} {
		sum := 0.0
		for _, term := range lag.Terms {
			if term.Name == "" || term.From == "" || term.Seconds == nil {
				t.Fatalf("%s: term %+v, want a name, seconds and a source", name, term)
			}
			sum += *term.Seconds
		}
		if lag.Seconds == nil || *lag.Seconds != lag.want || sum != lag.want || lag.Infinite {
			t.Errorf("%s is %+v with terms of %v s, want %v s", name, lag.lagOf, sum, lag.want)
		}
	}
	c.Refresh.Mode = inventory.ModeMissOnly
	endless := recordOfConsumer(t, c).RemovedKeyLag
	if endless.Seconds != nil || !endless.Infinite || len(endless.Terms) != 1 || endless.Terms[0].Seconds != nil || endless.Terms[0].From != "explicit" {
		t.Errorf("removed_key_lag is %+v, want it infinite without seconds, for one term without any", endless)
	}
}

// Keys in the configuration, and what only the running system resolves.
func TestConsumerKeysAndPlaceholdersInJSON(t *testing.T) {
	explicit := inventory.Value[string]{V: "/etc/keys.json", From: inventory.Explicit}
	open := inventory.Value[string]{From: inventory.Unresolved, Text: "${ISSUER}"}
	c := &inventory.Consumer{
		Product: "kong-jwt", Issuers: []inventory.Value[string]{open}, Pins: []inventory.Pin{{Kid: "a"}, {Thumbprint: "b"}},
		Unresolved: []inventory.Placeholder{{Field: "providers.corp.issuer", Text: "${ISSUER}"}},
	}
	got := recordOfConsumer(t, c)
	if !got.StaticKeys || len(got.Pins) != 2 || *got.Pins[0].Kid != "a" || got.Pins[0].Thumbprint != nil || *got.Pins[1].Thumbprint != "b" {
		t.Errorf("static_keys %v, pins %+v: want both pins, each with what identifies it", got.StaticKeys, got.Pins)
	}
	if len(got.Issuers) != 0 || len(got.Unresolved) != 1 || got.Unresolved[0].Field != "providers.corp.issuer" || got.Unresolved[0].Text != "${ISSUER}" {
		t.Errorf("issuers %q, unresolved %+v: want a template's text as unresolved alone", got.Issuers, got.Unresolved)
	}
	file := recordOfConsumer(t, &inventory.Consumer{Product: "envoy", StaticFiles: []inventory.Value[string]{explicit}})
	none := recordOfConsumer(t, &inventory.Consumer{Product: "envoy"})
	if !file.StaticKeys || len(file.Pins) != 0 || none.StaticKeys {
		t.Errorf("static_keys is %v for a file and %v for nothing, want true and false", file.StaticKeys, none.StaticKeys)
	}
	if none.Issuers == nil || none.JWKSURLs == nil || none.Pins == nil || none.Unresolved == nil || none.Algorithms == nil || none.NewKeyLag.Terms == nil {
		t.Error("an empty list is null, want []")
	}
}

// What --explain prints names each term of each window with its source.
func TestExplainNamesEveryTerm(t *testing.T) {
	for _, c := range consumersReport().Consumers {
		record := recordOfConsumer(t, c)
		text := string(renderConsumer(t, c, Options{}))
		for _, lag := range []lagOf{record.NewKeyLag, record.RemovedKeyLag, record.RemovedKeyLagOutage} {
			for _, term := range lag.Terms {
				if !bytes.Contains([]byte(text), []byte(term.Name)) || !bytes.Contains([]byte(text), []byte("("+term.From+")")) {
					t.Errorf("%s %s: --explain says nothing of %s (%s)", c.Product, c.Name, term.Name, term.From)
				}
			}
		}
	}
}
