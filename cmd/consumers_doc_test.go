package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

What each product and client library does where nothing is configured, in every way in which it runs, and how long it then takes until it
accepts a new key, and until it refuses a removed one, while the key set can be fetched and in an outage. The windows are those of
the consumer alone: HTTP caches before it add theirs. A range is as wide as what is not known: *unknown* means that no source was
verified, and it counts as anything from nothing to no end. A dash means that the setting has no meaning in this mode.
` + "`jwksaudit consumers PATH... --explain NAME`" + ` derives the windows of your own configuration term by term.

- *versions*: those for which the defaults hold; *verified*: the day on which the sources were read
- *renews*: fetched on use once older than the interval (lazy-ttl), every interval (poll), by a control plane that pushes it on, for
  each request, only when a key is missing (miss-only), once, never (static), or as a cloud service does it (managed)
- *interval*: how long a copy of the keys is used, or the time between two polls; *headers*: what HTTP caching headers make of it
- *unknown kid*: whether a token that names a key which is not known makes the consumer fetch; *cooldown*: least time between two such fetches
- *stale*: how much longer a copy is used while fetching fails
- *verdict*: how long a verified token is accepted without its signature being checked again

## Products

`

const defaultsHeader = `| %s | variant | versions | verified | renews | interval | headers | unknown kid | cooldown | stale | verdict | new key | removed key | in an outage |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
`

const librariesIntroduction = `
## Client libraries

A program is declared to use one in the fleet file: ` + "`uses: go-oidc@v3`" + `.

`

const capabilitiesIntroduction = `
## What they can use, and what they cannot bear

An empty cell is unknown, and nothing is held against a key set for it; variants that have nothing known are left out. *any* and *none*
are known.

- *algorithms*, *key types* (` + "`kty`" + `) and *curves* (` + "`crv`" + `) that it can verify with
- *spoiled by*: what in a single key makes it refuse the whole set; *nothing*: it passes over the keys that it cannot use
- *needs*: members without which a key is not used; *RSA bits*: shorter moduli are refused
- *strict*: whether it refuses integers with leading zero octets, and padding or characters outside base64url
- *redirects*: whether it follows them; *Accept*: the field that it sends
- *body*, *keys*, *time*: the most octets and keys that it takes of a set, and how long it waits for one

| name | variant | algorithms | key types | curves | spoiled by | needs | RSA bits | strict integers | strict base64url | redirects | Accept | body | keys | time |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
`

// entry is one variant of a product or library.
type entry struct {
	name string
	consumer.Variant
}

func consumersPage(t *testing.T) string {
	var products, libraries []entry
	for _, dialect := range consumer.Dialects() {
		for _, v := range dialect.Variants {
			products = append(products, entry{dialect.Product, v})
		}
	}
	for _, l := range consumer.Libraries() {
		libraries = append(libraries, entry{l.Name, l.Variant})
	}
	page := strings.Builder{}
	sources := footnotes{t: t}
	page.WriteString(consumersIntroduction)
	writeDefaults(&page, &sources, "product", products)
	page.WriteString(librariesIntroduction)
	writeDefaults(&page, &sources, "library", libraries)
	page.WriteString(capabilitiesIntroduction)
	writeCapabilities(&page, &sources, slices.Concat(products, libraries))
	page.WriteString("\n")
	for i, source := range sources.texts {
		fmt.Fprintf(&page, "[^%d]: `%s`\n", i+1, source)
	}
	return page.String()
}

func writeDefaults(page *strings.Builder, sources *footnotes, kind string, entries []entry) {
	fmt.Fprintf(page, defaultsHeader, kind)
	for _, e := range entries {
		cells := append([]string{e.name, e.Name, e.Versions(), e.Verified}, sources.settings(e)...)
		c := &inventory.Consumer{Refresh: e.Refresh}
		for _, lag := range []window.Bound{
			window.NewKeyLag(c, &window.Freshness{}),
			window.RemovedKeyLag(c, &window.Freshness{}),
			window.RemovedKeyLagOutage(c, &window.Freshness{}),
		} {
			cells = append(cells, strings.ReplaceAll(lag.Range(), "unbounded", "**unbounded**"))
		}
		fmt.Fprintf(page, "| %s |\n", strings.Join(cells, " | "))
	}
}

// writeCapabilities has one row for all neighbours of a name that have the same
// capabilities.
func writeCapabilities(page *strings.Builder, sources *footnotes, entries []entry) {
	for i := 0; i < len(entries); {
		e, cells := entries[i], sources.capabilities(entries[i])
		variants := []string{e.Name}
		for i++; i < len(entries) && entries[i].name == e.name && slices.Equal(sources.capabilities(entries[i]), cells); i++ {
			variants = append(variants, entries[i].Name)
		}
		if strings.Join(cells, "") != "" {
			row := append([]string{e.name, strings.Join(variants, ", ")}, cells...)
			fmt.Fprintf(page, "| %s |\n", strings.Join(row, " | "))
		}
	}
}
