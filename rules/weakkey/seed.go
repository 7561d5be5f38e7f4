package weakkey

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"encoding/binary"
	"sync"
)

// TrivialSeed reports whether a public key comes from a private key that anyone would
// try: one octet repeated, the octets 0, 1, 2 and so on, or a number below 256 in
// either byte order. It knows Ed25519 and X25519; other names and a key of the wrong
// length give Declined. The public keys are computed once a curve and run, which takes
// some 30 ms.
func TrivialSeed(curve string, key []byte) Verdict {
	var known map[uint64][]byte
	switch {
	case len(key) != 32:
		return Declined
	case curve == "Ed25519":
		known = trivialEd25519()
	case curve == "X25519":
		known = trivialX25519()
	default:
		return Declined
	}
	if bytes.Equal(known[binary.LittleEndian.Uint64(key)], key) {
		return Found
	}
	return NotFound
}

var trivialEd25519 = sync.OnceValue(func() map[uint64][]byte {
	return publicKeys(func(seed []byte) []byte {
		return ed25519.NewKeyFromSeed(seed)[ed25519.SeedSize:]
	})
})

var trivialX25519 = sync.OnceValue(func() map[uint64][]byte {
	return publicKeys(func(seed []byte) []byte {
		secret, err := ecdh.X25519().NewPrivateKey(seed)
		if err != nil {
			return nil
		}
		return secret.PublicKey().Bytes()
	})
})

// publicKeys gives the public keys of the trivial seeds by their first octets.
func publicKeys(of func(seed []byte) []byte) map[uint64][]byte {
	table := map[uint64][]byte{}
	add := func(seed []byte) {
		if public := of(seed); public != nil {
			table[binary.LittleEndian.Uint64(public)] = public
		}
	}
	counting := make([]byte, 32)
	for i := range 256 {
		octet := byte(i)
		add(bytes.Repeat([]byte{octet}, 32))
		first, last := make([]byte, 32), make([]byte, 32)
		first[0], last[31] = octet, octet
		add(first)
		add(last)
		if i < len(counting) {
			counting[i] = octet
		}
	}
	add(counting)
	return table
}
