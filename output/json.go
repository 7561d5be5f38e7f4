package output

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// schemaVersion is that of docs/report.schema.json. A member that is added keeps
// it; one that changes or goes raises it.
const schemaVersion = "1"

// writeJSON writes the report for programs, one element a line, as it goes: no
// second copy of the report stands in memory.
func writeJSON(w io.Writer, r *Report, _ Options) error {
	out := bufio.NewWriterSize(w, 64<<10)
	put(out, "{\n\"schema_version\": \"", schemaVersion, "\",\n")
	err := cmp.Or(
		writeArray(out, "findings", mapped(r.Shown(), newJSONFinding)),
		writeArray(out, "resolved", mapped(r.Resolved, newJSONFinding)),
		writeArray(out, "endpoints", mapped(r.Endpoints, newJSONEndpoint)),
		writeArray(out, "consumers", mapped(r.Consumers, func(c **inventory.Consumer) any { return newJSONConsumer(r, *c) })),
		writeArray(out, "gaps", mapped(r.Gaps, newJSONGap)),
		writeArray(out, "ignored", mapped(r.Ignored, newJSONIgnored)),
	)
	if err != nil {
		return err
	}
	summary, err := marshalLine(newJSONSummary(r))
	if err != nil {
		return err
	}
	put(out, "\"summary\": ", summary, "\n}\n")
	return out.Flush()
}

// mapped yields the JSON form of each element.
func mapped[T any](elements []T, form func(*T) any) iter.Seq[any] {
	return func(yield func(any) bool) {
		for i := range elements {
			if !yield(form(&elements[i])) {
				return
			}
		}
	}
}

func writeArray(out *bufio.Writer, name string, elements iter.Seq[any]) error {
	put(out, "\"", name, "\": [")
	separator := "\n"
	for element := range elements {
		line, err := marshalLine(element)
		if err != nil {
			return err
		}
		put(out, separator, line)
		separator = ",\n"
	}
	put(out, "\n],\n")
	return nil
}

// marshalLine marshals a value on one line, with every invisible character escaped.
func marshalLine(value any) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // URLs stay readable
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	return escapeJSON(strings.TrimRight(b.String(), "\n")), nil
}

type jsonFinding struct {
	Rule        string     `json:"rule"`
	Severity    string     `json:"severity"`
	Confidence  string     `json:"confidence"`
	Message     string     `json:"message"`
	Issuer      *string    `json:"issuer"`
	URL         *string    `json:"url"`
	File        *string    `json:"file"`
	Line        *int       `json:"line"`
	Column      *int       `json:"column"`
	Kid         *string    `json:"kid"`
	Thumbprint  *string    `json:"thumbprint"`
	Consumer    *string    `json:"consumer"`
	Terms       []jsonTerm `json:"terms"`
	Fingerprint string     `json:"fingerprint"`
	Change      *string    `json:"change"`    // "new" or "changed" since an earlier scan; null where nothing was compared
	LastSeen    *string    `json:"last_seen"` // of a finding about what could not be looked at now; null for all else
}

func newJSONFinding(f *rules.Finding) any {
	out := jsonFinding{
		Rule: f.Rule.ID, Severity: f.Rule.Severity.String(), Confidence: f.Confidence.String(), Message: f.Message,
		Issuer: orNull(f.Issuer), URL: orNull(f.URL),
		File: orNull(f.Origin.File), Line: orNull(f.Origin.Line), Column: orNull(f.Origin.Column),
		Kid: orNull(f.Kid), Thumbprint: orNull(f.Thumbprint), Consumer: orNull(f.Consumer),
		Terms: newJSONTerms(f.Terms), Fingerprint: f.Fingerprint, Change: orNull(string(f.Change)),
	}
	if !f.Stale.IsZero() {
		out.LastSeen = new(f.Stale.UTC().Format(time.RFC3339))
	}
	return out
}

// jsonIgnored is a finding that the fleet file takes out, and why.
type jsonIgnored struct {
	Finding any     `json:"finding"`
	Reason  string  `json:"reason"`
	Until   *string `json:"until"` // the last day on which it holds; null for good
	File    *string `json:"file"`
	Line    *int    `json:"line"`
}

func newJSONIgnored(i *rules.Ignored) any {
	out := jsonIgnored{
		Finding: newJSONFinding(&i.Finding), Reason: i.By.Reason,
		File: orNull(i.By.At.File), Line: orNull(i.By.At.Line),
	}
	if day := i.By.LastDay(); !day.IsZero() {
		out.Until = new(day.Format(time.DateOnly))
	}
	return out
}

// jsonTerm is one term of a verdict, at its upper end.
type jsonTerm struct {
	Name    string   `json:"name"`
	Seconds *float64 `json:"seconds"` // null: without end
	From    string   `json:"from"`
}

func newJSONTerms(terms []window.Term) []jsonTerm {
	out := make([]jsonTerm, 0, len(terms))
	for _, t := range terms {
		out = append(out, jsonTerm{Name: t.Name, Seconds: spanSeconds(t.High), From: t.From.String()})
	}
	return out
}

type jsonEndpoint struct {
	URL     *string   `json:"url"`
	Issuer  *string   `json:"issuer"`
	File    *string   `json:"file"`
	Status  string    `json:"status"`
	Problem *string   `json:"problem"`
	Keys    []jsonKey `json:"keys"`
	Owner   *string   `json:"owner"`
	Env     *string   `json:"environment"`
}

type jsonKey struct {
	Kid        *string `json:"kid"`
	Kty        *string `json:"kty"`
	Alg        *string `json:"alg"`
	Use        *string `json:"use"`
	Bits       *int    `json:"bits"`
	Curve      *string `json:"curve"`
	Thumbprint *string `json:"thumbprint"`
	Problem    *string `json:"problem"`
}

func newJSONEndpoint(e *Endpoint) any {
	out := jsonEndpoint{
		URL: orNull(e.URL), Issuer: orNull(e.Issuer), File: orNull(e.File),
		Owner: orNull(e.Owner), Env: orNull(e.Environment),
		Status: "ok", Problem: orNull(e.Problem), Keys: make([]jsonKey, 0, len(e.Keys)),
	}
	if e.Problem != "" {
		out.Status = "failed"
	}
	for _, k := range e.Keys {
		out.Keys = append(out.Keys, jsonKey{
			Kid: orNull(k.Kid), Kty: orNull(k.Kty), Alg: orNull(k.Alg), Use: orNull(k.Use), Bits: orNull(k.Bits),
			Curve: orNull(k.Curve), Thumbprint: orNull(k.Thumbprint), Problem: orNull(k.Problem),
		})
	}
	return out
}

type jsonGap struct {
	Target string   `json:"target"`
	Kind   string   `json:"kind"`
	Detail string   `json:"detail"`
	Tried  []string `json:"tried"`
	File   *string  `json:"file"`
	Line   *int     `json:"line"`
}

func newJSONGap(p *inventory.Problem) any {
	var origin inventory.Origin
	if len(p.Origins) > 0 {
		origin = p.Origins[0]
	}
	return jsonGap{
		Target: p.Target, Kind: string(p.Kind), Detail: p.Detail, Tried: append([]string{}, p.Tried...),
		File: orNull(origin.File), Line: orNull(origin.Line),
	}
}

type jsonSummary struct {
	ScannedAt time.Time  `json:"scanned_at"`
	Profile   string     `json:"profile"`
	Endpoints int        `json:"endpoints"`
	Findings  jsonCounts `json:"findings"`
	Gaps      int        `json:"gaps"`
	ExitCode  int        `json:"exit_code"`
	Ignored   int        `json:"ignored"`
	Unchanged int        `json:"unchanged"` // findings that a comparison leaves out
	Stale     int        `json:"stale"`     // findings about what could not be looked at now
}

type jsonCounts struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
	Info     int `json:"info"`
}

func newJSONSummary(r *Report) jsonSummary {
	n := r.severities()
	return jsonSummary{
		ScannedAt: r.ScannedAt.UTC(), Profile: cmp.Or(r.Profile, rules.DefaultProfile), Endpoints: r.EndpointCount,
		Findings:  jsonCounts{n[rules.Critical], n[rules.High], n[rules.Medium], n[rules.Low], n[rules.Info]},
		Unchanged: len(r.Findings) - len(r.Shown()), Stale: r.stale(),
		Ignored: len(r.Ignored), Gaps: len(r.Gaps), ExitCode: r.ExitCode,
	}
}

// orNull gives null for what is absent, which the zero value stands for.
func orNull[T comparable](value T) *T {
	var absent T
	if value == absent {
		return nil
	}
	return &value
}

func spanSeconds(s inventory.Span) *float64 {
	if s.Infinite {
		return nil
	}
	seconds := s.D.Seconds()
	return &seconds
}
