package output

import (
	"bufio"
	"io"
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// ConsumerFormats returns every way to write who trusts what; the first is the
// default. Each writes the consumers and gaps of a report and nothing else of it.
func ConsumerFormats() []Format {
	return []Format{
		{Name: "table", Write: writeConsumers},
		{Name: "json", Write: writeConsumersJSON},
	}
}

// LookupConsumers finds a format of consumers by its name.
func LookupConsumers(name string) (Format, error) { return lookup(ConsumerFormats(), name) }

// ConsumerName is what reports and findings call a consumer.
func ConsumerName(c *inventory.Consumer) string {
	if c.Name == "" {
		return c.Product
	}
	return c.Product + " " + c.Name
}

// writeConsumersJSON writes consumers as the report of a scan does.
func writeConsumersJSON(w io.Writer, r *Report, _ Options) error {
	out := bufio.NewWriterSize(w, 64<<10)
	put(out, "{\n\"schema_version\": \"", schemaVersion, "\",\n")
	record := func(c **inventory.Consumer) any { return newJSONConsumer(r, *c) }
	if err := writeArray(out, "consumers", mapped(r.Consumers, record)); err != nil {
		return err
	}
	gaps, err := marshalLine(slices.AppendSeq([]any{}, mapped(r.Gaps, newJSONGap)))
	if err != nil {
		return err
	}
	put(out, "\"gaps\": ", gaps, "\n}\n")
	return out.Flush()
}

// lag is one window of a consumer as tables name it.
type lag struct {
	label string
	bound window.Bound
}

func lags(c *inventory.Consumer, f *window.Freshness) []lag {
	return []lag{
		{"new key", window.NewKeyLag(c, f)},
		{"removed key", window.RemovedKeyLag(c, f)},
		{"in an outage", window.RemovedKeyLagOutage(c, f)},
	}
}

// boundStyle makes what has no end stand out.
func boundStyle(b window.Bound) style {
	switch {
	case b.Infinite():
		return "1;31"
	case b.High.Infinite:
		return "31"
	}
	return bold
}

// telling leaves out the terms that add nothing, but for a bound that is nothing:
// then all but the HTTP caches that are not assumed.
func telling(b window.Bound) []window.Term {
	add := func(t window.Term) bool { return t.High != inventory.Span{} }
	if !slices.ContainsFunc(b.Terms, add) {
		add = func(t window.Term) bool { return t.Name != window.HTTPCache && t.Name != window.HTTPCacheOutage }
	}
	return slices.DeleteFunc(slices.Clone(b.Terms), func(t window.Term) bool { return !add(t) })
}

// weakest is the least sure provenance of terms.
func weakest(terms []window.Term) string {
	from := inventory.Observed
	for _, t := range terms {
		from = min(from, t.From)
	}
	return from.String()
}
