package history

import (
	"fmt"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func benchmarkStore(b *testing.B) *Store {
	s, err := Open(b.Context(), b.TempDir()+"/history.db", Options{Now: day(0)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func BenchmarkTimeline(b *testing.B) {
	s := benchmarkStore(b)
	var looks []Look
	for n := range 365 {
		looks = append(looks, Look{address, fetched(day(n), keySet(b, fmt.Sprint("a", n/91), "b", "c"))})
	}
	if _, err := s.Record(b.Context(), looks); err != nil {
		b.Fatal(err)
	}
	b.Run("Timeline", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Timeline(b.Context(), address, ever()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Latest", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Latest(b.Context(), address, ""); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRecord records one scan of a thousand endpoints, of which none changed.
func BenchmarkRecord(b *testing.B) {
	s := benchmarkStore(b)
	var sets []*inventory.KeySet
	for i := range 1000 {
		sets = append(sets, keySet(b, fmt.Sprint(i), "b", "c"))
	}
	n := 0
	for b.Loop() {
		var looks []Look
		for i, set := range sets {
			looks = append(looks, Look{fmt.Sprintf("https://%d.example.com/jwks", i), fetched(day(n), set)})
		}
		n++
		if _, err := s.Record(b.Context(), looks); err != nil {
			b.Fatal(err)
		}
	}
}
