package window_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const day = 24 * time.Hour

func vendor(d time.Duration) inventory.Value[inventory.Span] {
	return inventory.Value[inventory.Span]{V: inventory.For(d), From: inventory.VendorDefault}
}

func forever() inventory.Value[inventory.Span] {
	return inventory.Value[inventory.Span]{V: inventory.Forever(), From: inventory.VendorDefault}
}

func yes() inventory.Value[bool] {
	return inventory.Value[bool]{V: true, From: inventory.VendorDefault}
}

func no() inventory.Value[bool] { return inventory.Value[bool]{From: inventory.VendorDefault} }

// consumer is a product of which every quantity is known and zero but for set.
func consumer(set inventory.Refresh) *inventory.Consumer {
	for _, v := range []*inventory.Value[inventory.Span]{
		&set.Interval, &set.Cooldown, &set.PushDelay, &set.StaleOnError, &set.Verdicts,
	} {
		v.From = max(v.From, inventory.VendorDefault)
	}
	set.UnknownKid.From = max(set.UnknownKid.From, inventory.VendorDefault)
	if set.HTTPCache == "" {
		set.HTTPCache = inventory.CacheIgnored
	}
	return &inventory.Consumer{Product: "example", Refresh: set}
}

func headers(lines ...string) *window.Freshness {
	f, ok := window.FreshnessOf(response(lines...))
	if !ok {
		panic("no headers")
	}
	return &f
}

// The behaviour classes of consumers.md section 0 with the defaults of a member,
// straight from the origin: what they do with a new key, with a removed one, and
// in an outage.
func TestBehaviourClasses(t *testing.T) {
	cases := []struct {
		name                            string
		refresh                         inventory.Refresh
		newKey, removed, outage, endure string
	}{
		{"static", inventory.Refresh{Mode: inventory.ModeStatic}, "unbounded", "unbounded", "unbounded", "unbounded"},
		{"startup-once", inventory.Refresh{Mode: inventory.ModeStartupOnce}, "unbounded", "unbounded", "unbounded", "unbounded"},
		{"per-request", inventory.Refresh{Mode: inventory.ModePerRequest}, "0s", "0s", "0s", "0s"},
		{
			"lazy-ttl", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(10 * time.Minute), UnknownKid: no()},
			"10m", "10m", "10m", "0s to 10m",
		},
		{
			"lazy-ttl and miss, no cooldown", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(5 * time.Minute), UnknownKid: yes()},
			"0s", "5m", "5m", "0s to 5m",
		},
		{
			"lazy-ttl and miss, cooldown", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(10 * time.Minute), UnknownKid: yes(), Cooldown: vendor(30 * time.Second)},
			"30s", "10m", "10m", "0s to 10m",
		},
		{
			"lazy-ttl and miss, cooldown beyond the interval", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(time.Minute), UnknownKid: yes(), Cooldown: vendor(time.Hour)},
			"1m", "1m", "1m", "0s to 1m",
		},
		{
			"lazy-ttl and verdict cache", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(10 * time.Minute), Verdicts: vendor(time.Hour)},
			"10m", "1h10m", "1h10m", "0s to 10m",
		},
		{
			"lazy-ttl, expired copy used meanwhile", inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(12 * time.Hour), UnknownKid: yes(), Cooldown: vendor(5 * time.Minute), StaleOnError: forever(), UsesExpired: true},
			"5m", "unbounded", "unbounded", "unbounded",
		},
		{
			"background-poll", inventory.Refresh{Mode: inventory.ModePoll, Interval: vendor(5 * time.Minute), StaleOnError: forever()},
			"5m", "5m", "unbounded", "unbounded",
		},
		{
			"background-poll and miss", inventory.Refresh{Mode: inventory.ModePoll, Interval: vendor(5 * time.Minute), UnknownKid: yes(), Cooldown: vendor(time.Second), StaleOnError: vendor(time.Minute)},
			"1s", "5m", "6m", "1m to 6m",
		},
		{
			"miss-only", inventory.Refresh{Mode: inventory.ModeMissOnly, StaleOnError: forever()},
			"0s", "unbounded", "unbounded", "unbounded",
		},
		{
			"miss-only, cooldown", inventory.Refresh{Mode: inventory.ModeMissOnly, Cooldown: vendor(10 * time.Minute)},
			"10m", "unbounded", "unbounded", "unbounded",
		},
		{
			"merge on miss", inventory.Refresh{Mode: inventory.ModeMissOnly, MergesSets: true},
			"0s", "unbounded", "unbounded", "unbounded",
		},
		{
			"merge by poll", inventory.Refresh{Mode: inventory.ModePoll, Interval: vendor(15 * time.Minute), MergesSets: true, StaleOnError: forever()},
			"15m", "unbounded", "unbounded", "unbounded",
		},
		{
			"control-plane push", inventory.Refresh{Mode: inventory.ModeControlPlane, Interval: vendor(20 * time.Minute), PushDelay: vendor(time.Minute), StaleOnError: vendor(7 * day)},
			"21m", "21m", "7d21m", "7d to 7d20m",
		},
		{
			"managed", inventory.Refresh{Mode: inventory.ModeManaged, Interval: vendor(2 * time.Hour)},
			"2h", "2h", "2h", "0s to 2h",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			who, f := consumer(c.refresh), headers("X: y")
			for _, bound := range []struct {
				of        string
				got, want string
			}{
				{"new key", window.NewKeyLag(who, f).Range(), c.newKey},
				{"removed key", window.RemovedKeyLag(who, f).Range(), c.removed},
				{"removed key in an outage", window.RemovedKeyLagOutage(who, f).Range(), c.outage},
				{"outage tolerance", window.OutageTolerance(who, f).Range(), c.endure},
			} {
				if bound.got != bound.want {
					t.Errorf("%s: %s, want %s", bound.of, bound.got, bound.want)
				}
			}
		})
	}
}

// HTTP caches before a consumer lengthen its lags by E, in an outage by E+.
func TestHTTPCachesAddUp(t *testing.T) {
	f := headers("Cache-Control: max-age=600, stale-while-revalidate=60, stale-if-error=3600")
	lazy := consumer(inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(5 * time.Minute), UnknownKid: yes(), Cooldown: vendor(30 * time.Second)})
	equal(t, window.NewKeyLag(lazy, f).String(), "11m30s = http_cache 11m (observed) + cooldown 30s (vendor-default) + push_delay 0s (vendor-default)")
	equal(t, window.RemovedKeyLag(lazy, f).Range(), "16m")
	equal(t, window.RemovedKeyLagOutage(lazy, f).Range(), "1h15m")
	perRequest := consumer(inventory.Refresh{Mode: inventory.ModePerRequest})
	equal(t, window.NewKeyLag(perRequest, f).Range(), "11m")
	missOnly := consumer(inventory.Refresh{Mode: inventory.ModeMissOnly})
	equal(t, window.NewKeyLag(missOnly, f).Range(), "11m")
}

// A consumer that goes by the headers takes their lifetime for E + TTL where it
// counts Age, and adds it to E where it does not: which, nobody tells.
func TestHeadersSetTheInterval(t *testing.T) {
	const minute = time.Minute
	cases := []struct {
		name     string
		policy   inventory.CachePolicy
		mode     inventory.Mode
		interval inventory.Value[inventory.Span]
		headers  string
		want     string
	}{
		{"ignored", inventory.CacheIgnored, inventory.ModePoll, vendor(15 * minute), "Cache-Control: max-age=3600", "1h15m"},
		{"longer than the interval", inventory.CacheLengthens, inventory.ModePoll, vendor(15 * minute), "Cache-Control: max-age=3600", "1h15m to 2h"},
		{"shorter than the interval", inventory.CacheLengthens, inventory.ModePoll, vendor(15 * minute), "Cache-Control: max-age=60", "16m"},
		{"lengthened in vain", inventory.CacheLengthens, inventory.ModePoll, vendor(15 * minute), "X: y", "15m"},
		{"replaced by a shorter", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Cache-Control: max-age=600", "10m to 20m"},
		{"replaced, stale terms", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Cache-Control: max-age=600, stale-while-revalidate=60", "11m to 21m"},
		{"zero may replace or not", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Cache-Control: no-store", "0s to 1h"},
		{"nothing to replace it", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "X: y", "1h"},
		{"a heuristic is for caches", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Last-Modified: Fri, 31 Oct 2025 00:00:00 GMT", "1h to 6d5h48m"},
		{"max-age against no-store", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Cache-Control: no-store, max-age=7200", "0s to 2h"},
		{"s-maxage against max-age", inventory.CacheReplaces, inventory.ModeLazy, vendor(60 * minute), "Cache-Control: s-maxage=60, max-age=600", "1m to 20m"},
		{"sole source", inventory.CacheSoleSource, inventory.ModePoll, inventory.Value[inventory.Span]{}, "Cache-Control: max-age=600", "10m to 20m"},
		{"sole source, zero: once a second", inventory.CacheSoleSource, inventory.ModePoll, inventory.Value[inventory.Span]{}, "Cache-Control: no-cache", "0s to 1s"},
		{"sole source, none", inventory.CacheSoleSource, inventory.ModePoll, inventory.Value[inventory.Span]{}, "X: y", "unbounded"},
		{"unknown policy", inventory.CacheUnknown, inventory.ModeLazy, vendor(15 * minute), "Cache-Control: max-age=3600", "1h to 2h"},
		{"unknown policy, no headers", inventory.CacheUnknown, inventory.ModeLazy, vendor(15 * minute), "X: y", "15m"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			who := consumer(inventory.Refresh{Mode: c.mode, Interval: c.interval, HTTPCache: c.policy, UnknownKid: no()})
			if got := window.NewKeyLag(who, headers(c.headers)).Range(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// Headers that defer the refetch of a consumer make it wait for their lifetime,
// which it counts from its fetch: what a cache handed out adds to that.
func TestHeadersDeferTheRefetch(t *testing.T) {
	who := consumer(inventory.Refresh{Mode: inventory.ModeMissOnly, HTTPCache: inventory.CacheDefers})
	for header, want := range map[string]string{
		"Cache-Control: max-age=3600":           "1h59m30s to 2h",
		"Cache-Control: max-age=20":             "20s to 40s",
		"Cache-Control: no-store, max-age=3600": "0s to 1h",
		"Cache-Control: no-store":               "0s",
		"X: y":                                  "0s",
	} {
		equal(t, window.NewKeyLag(who, headers(header)).Range(), want)
		equal(t, window.RemovedKeyLag(who, headers(header)).Range(), "unbounded")
	}
	equal(t, window.NewKeyLag(who, headers("Last-Modified: Fri, 31 Oct 2025 00:00:00 GMT")).Range(), "0s to 12d9h36m")
	equal(t, window.NewKeyLag(who, &window.Freshness{}).Range(), "0s to unbounded")
	equal(t, window.FetchesPerBadToken(who).Gap.String(), "header_lifetime 0s to unbounded (unknown)")
}

// What nobody said lies between nothing and no end, and says so.
func TestUnknownWidens(t *testing.T) {
	unsure := func(change func(*inventory.Refresh)) *inventory.Consumer {
		c := consumer(inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(10 * time.Minute), UnknownKid: yes(), Cooldown: vendor(time.Minute)})
		change(&c.Refresh)
		return c
	}
	unknown := inventory.Value[inventory.Span]{V: inventory.For(time.Hour), From: inventory.Unresolved}
	direct := headers("X: y")
	cases := []struct {
		name      string
		c         *inventory.Consumer
		f         *window.Freshness
		lag, keep string
		from      inventory.Provenance
	}{
		{"all known", unsure(func(*inventory.Refresh) {}), direct, "1m", "10m", inventory.VendorDefault},
		{"interval", unsure(func(r *inventory.Refresh) { r.Interval = unknown }), direct, "0s to 1m", "0s to unbounded", inventory.Unresolved},
		{"interval, no refetch", unsure(func(r *inventory.Refresh) { r.Interval, r.UnknownKid = unknown, no() }), direct, "0s to unbounded", "0s to unbounded", inventory.Unresolved},
		{"cooldown", unsure(func(r *inventory.Refresh) { r.Cooldown = unknown }), direct, "0s to 10m", "10m", inventory.Unresolved},
		{"unknown kid", unsure(func(r *inventory.Refresh) { r.UnknownKid = inventory.Value[bool]{} }), direct, "1m to 10m", "10m", inventory.Unknown},
		{"mode", unsure(func(r *inventory.Refresh) { r.Mode = inventory.ModeUnknown }), direct, "0s to 1m", "0s to unbounded", inventory.Unknown},
		{"mode and kid", unsure(func(r *inventory.Refresh) { r.Mode, r.UnknownKid = inventory.ModeUnknown, no() }), direct, "0s to unbounded", "0s to unbounded", inventory.Unknown},
		{"verdicts", unsure(func(r *inventory.Refresh) { r.Verdicts = inventory.Value[inventory.Span]{} }), direct, "1m", "10m to unbounded", inventory.Unknown},
		{"push", unsure(func(r *inventory.Refresh) { r.Mode, r.PushDelay.From = inventory.ModeControlPlane, inventory.Unknown }), direct, "1m to unbounded", "10m to unbounded", inventory.Unknown},
		{"no control plane pushes", unsure(func(r *inventory.Refresh) { r.PushDelay.From = inventory.Unknown }), direct, "1m", "10m", inventory.VendorDefault},
		{"headers", unsure(func(*inventory.Refresh) {}), nil, "1m to unbounded", "10m to unbounded", inventory.Unknown},
		{"looked at alone", unsure(func(*inventory.Refresh) {}), &window.Freshness{}, "1m", "10m", inventory.Assumed},
		{"looked at alone, goes by headers", unsure(func(r *inventory.Refresh) { r.HTTPCache = inventory.CacheReplaces }), &window.Freshness{}, "0s to 1m", "0s to unbounded", inventory.Unknown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lag, keep := window.NewKeyLag(c.c, c.f), window.RemovedKeyLag(c.c, c.f)
			equal(t, lag.Range(), c.lag)
			equal(t, keep.Range(), c.keep)
			equal(t, min(lag.From(), keep.From()).String(), c.from.String())
		})
	}
	outage := window.RemovedKeyLagOutage(unsure(func(r *inventory.Refresh) { r.StaleOnError = inventory.Value[inventory.Span]{} }), direct)
	equal(t, outage.Range(), "10m to unbounded")
}

// Keys written into a configuration may be the removed ones.
func TestPinsBesideFetchedKeys(t *testing.T) {
	c := consumer(inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(10 * time.Minute)})
	c.Pins = []inventory.Pin{{Kid: "a"}}
	equal(t, window.RemovedKeyLag(c, headers("X: y")).Range(), "10m to unbounded")
	equal(t, window.NewKeyLag(c, headers("X: y")).Range(), "10m")
}

func TestFetchesPerBadToken(t *testing.T) {
	two := consumer(inventory.Refresh{Mode: inventory.ModeMissOnly})
	two.JWKSURLs = make([]inventory.Value[string], 2)
	unsure := consumer(inventory.Refresh{Mode: inventory.ModeLazy, Cooldown: vendor(time.Minute)})
	unsure.Refresh.UnknownKid = inventory.Value[bool]{}
	cases := []struct {
		name      string
		c         *inventory.Consumer
		low, high int
		gap       string
	}{
		{"per request", consumer(inventory.Refresh{Mode: inventory.ModePerRequest}), 1, 1, "cooldown 0s (vendor-default)"},
		{"miss only", consumer(inventory.Refresh{Mode: inventory.ModeMissOnly}), 1, 1, "cooldown 0s (vendor-default)"},
		{"a miss may ask every source", two, 1, 2, "cooldown 0s (vendor-default)"},
		{"cooldown", consumer(inventory.Refresh{Mode: inventory.ModeLazy, UnknownKid: yes(), Cooldown: vendor(time.Minute)}), 1, 1, "cooldown 1m (vendor-default)"},
		{"no refetch", consumer(inventory.Refresh{Mode: inventory.ModeLazy, UnknownKid: no()}), 0, 0, "no_refresh unbounded (vendor-default)"},
		{"static", consumer(inventory.Refresh{Mode: inventory.ModeStatic}), 0, 0, "no_refresh unbounded (vendor-default)"},
		{"not known", unsure, 0, 1, "cooldown 1m (vendor-default)"},
	}
	for _, c := range cases {
		got := window.FetchesPerBadToken(c.c)
		if got.Low != c.low || got.High != c.high || got.Gap.String() != c.gap {
			t.Errorf("%s: %d to %d, %v; want %d to %d, %s", c.name, got.Low, got.High, got.Gap, c.low, c.high, c.gap)
		}
	}
}

func equal(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
