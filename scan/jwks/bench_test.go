package jwks

import (
	"bytes"
	"testing"
)

// published is a set as it is met most: three RSA keys of 2048 bits, 1.2 KB.
func published() []byte {
	key := bytes.Replace([]byte(sampleRSA), []byte(`"kid"`), []byte(`"use":"sig","kid"`), 1)
	return append(append([]byte(`{"keys":[`), bytes.Join([][]byte{key, key, key}, []byte(","))...), `]}`...)
}

func BenchmarkDecode(b *testing.B) {
	body := published()
	b.Run("with go-jose", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = Decode(body)
		}
	})
	b.Run("without go-jose", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = decode(body, func([]byte) error { return nil })
		}
	})
}

func BenchmarkSniff(b *testing.B) {
	body := published()
	for b.Loop() {
		_ = Sniff(body)
	}
}

// Hostile documents of a megabyte: none may cost more than a multiple of the others.
func BenchmarkHostile(b *testing.B) {
	fill := func(unit string) []byte { return bytes.Repeat([]byte(unit), 1<<20/len(unit)) }
	wrap := func(unit string) []byte { return append(append([]byte(`{"keys":[`), fill(unit)...), `{}]}`...) }
	for name, body := range map[string][]byte{
		"members":    append(append([]byte(`{`), fill(`"a":1,`)...), `"kty":1}`...),
		"empty keys": wrap(`{},`),
		"duplicates": append(append([]byte(`{"keys":[{`), fill(`"kid":1,`)...), `"kty":1}]}`...),
		"oct":        wrap(`{"kty":"oct","k":"AAAA"},`),
		"depth":      fill(`{"keys":[`),
		"modulus":    append(append([]byte(`{"kty":"RSA","e":"AQAB","d":"AQAB","n":"`), fill("A_9_")...), `"}`...),
		"powers":     wrap(`{"kty":"RSA","n":"` + sampleN + `","e":"AQAB","d":"` + sampleN + `"},`),
		"string":     append(append([]byte(`{"keys":[{"kid":"`), fill(`\u0041`)...), `"}]}`...),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _ = Decode(body)
			}
		})
	}
}
