package cmd

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestConsumersPage keeps docs/consumers.md to the defaults that the program has.
func TestConsumersPage(t *testing.T) {
	file := filepath.Join("..", "docs", "consumers.md")
	want := consumersPage(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/consumers.md is out of date: rewrite it with go test ./cmd -run TestConsumersPage -update and read the diff")
	}
}

const consumersIntroduction = `# Consumers

Written by ` + "`go test ./cmd -run TestConsumersPage -update`" + ` from the defaults beside each dialect in ` + "`scan/consumer`" + `; do not edit.

What each product does where its configuration says nothing, in every way in which it runs, and how long it then takes until it
accepts a new key, and until it refuses a removed one, while the key set can be fetched and in an outage. The windows are those of
the consumer alone: HTTP caches before it add theirs. A range is as wide as what is not known: *unknown* means that no source was
verified, and it counts as anything from nothing to no end. A dash means that the setting has no meaning in this mode.
` + "`jwksaudit consumers PATH... --explain NAME`" + ` derives the windows of your own configuration term by term.

- *renews*: fetched on use once older than the interval (lazy-ttl), every interval (poll), by a control plane that pushes it on, for
  each request, only when a key is missing (miss-only), once, never (static), or as a cloud service does it (managed)
- *interval*: how long a copy of the keys is used, or the time between two polls; *headers*: what HTTP caching headers make of it
- *unknown kid*: whether a token that names a key which is not known makes the consumer fetch; *cooldown*: least time between two such fetches
- *stale*: how much longer a copy is used while fetching fails
- *verdict*: how long a verified token is accepted without its signature being checked again

| product | variant | renews | interval | headers | unknown kid | cooldown | stale | verdict | new key | removed key | in an outage |
|---|---|---|---|---|---|---|---|---|---|---|---|
`

func consumersPage(t *testing.T) string {
	page := strings.Builder{}
	page.WriteString(consumersIntroduction)
	var sources footnotes
	for _, dialect := range consumer.Dialects() {
		for _, v := range dialect.Variants {
			cells := append([]string{dialect.Product, v.Name}, sources.settings(t, dialect.Product, v)...)
			c := &inventory.Consumer{Refresh: v.Refresh}
			for _, lag := range []window.Bound{
				window.NewKeyLag(c, &window.Freshness{}),
				window.RemovedKeyLag(c, &window.Freshness{}),
				window.RemovedKeyLagOutage(c, &window.Freshness{}),
			} {
				cells = append(cells, strings.ReplaceAll(lag.Range(), "unbounded", "**unbounded**"))
			}
			fmt.Fprintf(&page, "| %s |\n", strings.Join(cells, " | "))
		}
	}
	page.WriteString("\n")
	for i, source := range sources.texts {
		fmt.Fprintf(&page, "[^%d]: `%s`\n", i+1, source)
	}
	return page.String()
}

// footnotes numbers sources as they are first cited.
type footnotes struct{ texts []string }

func (f *footnotes) mark(source string) string {
	for i, text := range f.texts {
		if text == source {
			return fmt.Sprintf("[^%d]", i+1)
		}
	}
	f.texts = append(f.texts, source)
	return fmt.Sprintf("[^%d]", len(f.texts))
}

// settings gives the cells from the mode to the verdict cache.
func (f *footnotes) settings(t *testing.T, product string, v consumer.Variant) []string {
	r, dash := v.Refresh, "–"
	span := func(v inventory.Value[inventory.Span]) string {
		return cited(t, f, product, v, window.FormatSpan(v.V))
	}
	if r.Mode == inventory.ModeStatic {
		return []string{string(r.Mode), dash, dash, dash, dash, dash, span(r.Verdicts)}
	}
	cells := []string{string(r.Mode), span(r.Interval), string(cmp.Or(r.HTTPCache, inventory.CacheUnknown)), dash, dash}
	if r.Mode == inventory.ModeControlPlane {
		cells[0] += ", push " + span(r.PushDelay)
	}
	if r.Mode != inventory.ModePerRequest {
		cells[3] = cited(t, f, product, r.UnknownKid, map[bool]string{true: "yes", false: "no"}[r.UnknownKid.V])
	}
	if r.Mode != inventory.ModePerRequest && (r.UnknownKid.V || r.UnknownKid.From == inventory.Unknown) {
		cells[4] = span(r.Cooldown)
	}
	return append(cells, span(r.StaleOnError), span(r.Verdicts))
}

// cited is a default with its source, or "unknown". A default without a source is
// an opinion and fails the test.
func cited[T any](t *testing.T, f *footnotes, product string, v inventory.Value[T], text string) string {
	switch {
	case v.From == inventory.Unknown:
		return "unknown"
	case v.Cite == "":
		t.Errorf("%s: the default %s has no source", product, text)
		return text
	}
	return text + f.mark(v.Cite)
}
