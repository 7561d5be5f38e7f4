package output

import (
	"bufio"
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// writePrometheus writes the report for the textfile collector of a node exporter:
// the Prometheus text format, version 0.0.4. What is not known has no sample.
func writePrometheus(w io.Writer, r *Report, _ Options) error {
	m := metrics{out: bufio.NewWriter(w)}
	m.family("jwksaudit_scan_timestamp_seconds", "When the scan was made.", sample{value: float64(r.ScannedAt.Unix())})
	n := severitiesOf(r.Findings) // all of them, with --diff too: a gauge tells what is
	var findings []sample
	for _, s := range rules.Severities() {
		findings = append(findings, sample{labels{{"severity", s.String()}}, float64(n[s])})
	}
	m.family("jwksaudit_findings", "Findings by severity.", findings...)
	m.family("jwksaudit_stale_findings", "Findings about what could not be looked at now.", sample{value: float64(r.stale())})
	m.family("jwksaudit_gaps", "Things that could not be looked at.", sample{value: float64(len(r.Gaps))})
	m.endpoints(r)
	m.windows(r)
	return m.out.Flush()
}

// metrics is a text of metric families.
type metrics struct{ out *bufio.Writer }

type labels [][2]string

type sample struct {
	labels labels
	value  float64
}

// family writes gauges of one name, in order of their labels; of several with the
// same labels the first counts. Without a sample it writes nothing.
func (m metrics) family(name, help string, samples ...sample) {
	slices.SortStableFunc(samples, func(a, b sample) int { return cmp.Compare(a.labels.String(), b.labels.String()) })
	samples = slices.CompactFunc(samples, func(a, b sample) bool { return a.labels.String() == b.labels.String() })
	if len(samples) == 0 {
		return
	}
	put(m.out, "# HELP ", name, " ", help, "\n# TYPE ", name, " gauge\n")
	for _, s := range samples {
		put(m.out, name, s.labels.String(), " ", formatValue(s.value), "\n")
	}
}

// String gives the labels in braces, their values quoted.
func (l labels) String() string {
	if len(l) == 0 {
		return ""
	}
	var parts []string
	for _, label := range l {
		value := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(Plain(label[1]))
		parts = append(parts, label[0]+`="`+value+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func formatValue(v float64) string {
	if math.IsInf(v, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (m metrics) endpoints(r *Report) {
	var up, keys, oldest, rotated, expiry []sample
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		at := labels{{"url", cmp.Or(e.URL, e.File)}, {"issuer", e.Issuer}}
		if e.Problem != "" {
			up = append(up, sample{at, 0})
			continue
		}
		up, keys = append(up, sample{at, 1}), append(keys, sample{at, float64(len(e.Keys))})
		if !e.OldestKey.IsZero() {
			oldest = append(oldest, sample{at, r.ScannedAt.Sub(e.OldestKey).Seconds()})
		}
		if !e.LastRotation.IsZero() {
			rotated = append(rotated, sample{at, float64(e.LastRotation.Unix())})
		}
		if !e.CertificateEnd.IsZero() {
			expiry = append(expiry, sample{at, e.CertificateEnd.Sub(r.ScannedAt).Seconds()})
		}
	}
	m.family("jwksaudit_endpoint_up", "1 where the key set could be read.", up...)
	m.family("jwksaudit_keys", "Published keys.", keys...)
	m.family("jwksaudit_oldest_key_age_seconds", "Age of the oldest published key since it was first seen.", oldest...)
	m.family("jwksaudit_last_rotation_timestamp_seconds", "When a new signing key was last seen to appear.", rotated...)
	m.family("jwksaudit_x5c_expiry_seconds", "Time until the first certificate of a published key ends.", expiry...)
}

// windows writes, for every issuer, the longest that any of its consumers takes. It
// is not known where one is without bound only for what is not known of it.
func (m metrics) windows(r *Report) {
	type bound func(*inventory.Consumer, *window.Freshness) window.Bound
	worst := func(of bound) []sample {
		high, unknown := map[string]inventory.Span{}, map[string]bool{}
		for _, c := range r.Consumers {
			var known *window.Freshness
			if f, ok := r.Freshness[c]; ok {
				known = &f
			}
			lag := of(c, known)
			for _, issuer := range c.Issuers {
				switch have, ok := high[issuer.V]; {
				case !issuer.From.Known() || issuer.V == "":
				case guessed(lag):
					unknown[issuer.V] = true
				case !ok || lag.High.Longer(have):
					high[issuer.V] = lag.High
				}
			}
		}
		var samples []sample
		for issuer, span := range high {
			value := span.D.Seconds()
			switch {
			case span.Infinite:
				value = math.Inf(1)
			case unknown[issuer]:
				continue
			}
			samples = append(samples, sample{labels{{"issuer", issuer}}, value})
		}
		return samples
	}
	m.family("jwksaudit_new_key_window_seconds", "Longest until a consumer of the issuer accepts a new key.", worst(window.NewKeyLag)...)
	m.family("jwksaudit_removed_key_window_seconds", "Longest for which a consumer of the issuer trusts a removed key.", worst(window.RemovedKeyLag)...)
	m.family("jwksaudit_removed_key_outage_window_seconds", "The same while the key set cannot be fetched.", worst(window.RemovedKeyLagOutage)...)
}

// guessed reports whether a bound is infinite only for terms that are unknown.
func guessed(b window.Bound) bool {
	infinite := func(known bool) bool {
		return slices.ContainsFunc(b.Terms, func(t window.Term) bool { return t.High.Infinite && t.From.Known() == known })
	}
	return infinite(false) && !infinite(true)
}

// noteHistory adds to a record what the history of the endpoint tells of the keys
// that are published now.
func (e *Endpoint) noteHistory(seen *inventory.Endpoint) {
	if seen.Timeline == nil {
		return
	}
	h := rules.HistoryOf(seen, inventory.DefaultPolicy())
	for _, key := range h.Keys {
		if key.Gone() || !h.Shows(key.Newest) {
			continue
		}
		published := key.Published()
		if e.OldestKey.IsZero() || published.By.Before(e.OldestKey) {
			e.OldestKey = published.By
		}
		if onset := !published.After.IsZero(); onset && key.Signs && published.By.After(e.LastRotation) {
			e.LastRotation = published.By
		}
	}
}

// firstEnd is when the first certificate of any key of a set ends; zero for none.
func firstEnd(set *inventory.KeySet) (end time.Time) {
	for i := range set.Keys {
		for _, c := range set.Keys[i].Certificates {
			if c.Problem == "" && (end.IsZero() || c.NotAfter.Before(end)) {
				end = c.NotAfter
			}
		}
	}
	return end
}
