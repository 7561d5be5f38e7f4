package cmd

import (
	"testing"
	"time"
)

func TestTimesAreReadFromNames(t *testing.T) {
	noon, midnight := time.Date(2026, 1, 31, 12, 34, 56, 0, time.UTC), time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]time.Time{
		"idp/2026-01-31T123456.json":      noon,
		"idp/2026-01-31T12:34:56Z.json":   noon,
		"idp/2026-01-31T12-34-56Z.json":   noon,
		"idp/20260131T123456Z.jwks.json":  noon,
		"idp/20260131123456.json":         noon,
		"idp/jwks_2026-01-31_123456.json": noon,
		"idp/jwks-2026-01-31.json":        midnight,
		"idp/jwks.20260131.json":          midnight,
		"idp/20260131T1234.json":          noon.Truncate(time.Minute),
		"2026-01-31/jwks.json":            midnight,
		"idp/1769862896.json":             noon,
		"idp/keys-1769862896.json":        noon,
		"idp/jwks.json":                   {},
		"idp/v2.json":                     {},
		"idp/2026-13-31.json":             {},
		"idp/2026-02-30.json":             {},
		"idp/2026-01-31T993456.json":      {},
		"idp/12345678901234567890.json":   {},
		"idp/12026-01-31.json":            {},
	} {
		if got := timeOf(name); !got.Equal(want) {
			t.Errorf("%s is of %s, want %s", name, got, want)
		}
	}
}
