package weakkey_test

import (
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

func TestOKPOctets(t *testing.T) {
	for name, want := range map[string]int{
		"Ed25519": 32, "Ed448": 57, "X25519": 32, "X448": 56,
		"": 0, "ed25519": 0, "ML-DSA-44": 0, "P-256": 0,
	} {
		if got, ok := weakkey.OKPOctets(name); got != want || ok != (want > 0) {
			t.Errorf("%q: got %d, %v, want %d, %v", name, got, ok, want, want > 0)
		}
	}
}

func TestMLDSAOctets(t *testing.T) {
	for name, want := range map[string]int{
		"ML-DSA-44": 1312, "ML-DSA-65": 1952, "ML-DSA-87": 2592,
		"": 0, "ml-dsa-44": 0, "ML-DSA-128": 0, "Ed25519": 0,
	} {
		if got, ok := weakkey.MLDSAOctets(name); got != want || ok != (want > 0) {
			t.Errorf("%q: got %d, %v, want %d, %v", name, got, ok, want, want > 0)
		}
	}
}

func FuzzOKPOctets(f *testing.F) {
	f.Add("Ed25519")
	f.Fuzz(func(t *testing.T, name string) {
		if octets, ok := weakkey.OKPOctets(name); ok != (octets > 0) {
			t.Errorf("%q: got %d, %v", name, octets, ok)
		}
	})
}

func FuzzMLDSAOctets(f *testing.F) {
	f.Add("ML-DSA-65")
	f.Fuzz(func(t *testing.T, name string) {
		if octets, ok := weakkey.MLDSAOctets(name); ok != (octets > 0) {
			t.Errorf("%q: got %d, %v", name, octets, ok)
		}
	})
}
