package weakkey_test

import (
	"crypto/aes"
	"crypto/sha1"
	"math/big"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// The generator, made again from its description, gives moduli of the list.
func TestPredictable(t *testing.T) {
	for _, bits := range []int{1024, 2048} {
		for _, octet := range []byte{0x00, 0x41, 0xff} {
			seed := make([]byte, 32)
			seed[0] = octet
			if n := newKeypair(seed).modulus(bits); !weakkey.Predictable(weakkey.HashInteger(n)) {
				t.Errorf("the modulus of %d bits of the seed %#x is not in the list", bits, octet)
			}
		}
	}
	if weakkey.Predictable(weakkey.HashInteger(times(primeOf("p", 1024), primeOf("q", 1024)))) {
		t.Error("another key is in the list")
	}
}

// keypair is the generator of CVE-2021-41117, of which GHSL-2021-1012 tells: AES in the
// manner of Fortuna, keyed by hashes of the seed, whose output is read in blocks.
type keypair struct{ key, block []byte }

func newKeypair(seed []byte) *keypair {
	hash := func(data []byte) []byte {
		sum := sha1.Sum(data)
		return sum[:]
	}
	key := hash(hash(seed))
	return &keypair{key[:16], hash(key)[:16]}
}

func (k *keypair) octets(count int) []byte {
	var out []byte
	encrypt := func(key, block []byte) []byte {
		cipher, err := aes.NewCipher(key)
		if err != nil {
			panic(err)
		}
		text := make([]byte, 16)
		cipher.Encrypt(text, block)
		return text
	}
	for len(out) <= count {
		out = append(out, encrypt(k.key, k.block)...)
		counter := new(big.Int).SetBytes(k.block)
		next := counter.Add(counter, big.NewInt(1)).FillBytes(make([]byte, 16))
		k.key = encrypt(k.key, next)
		k.block = encrypt(k.key, next)
	}
	return out[1 : count+1]
}

func (k *keypair) prime(bits int) *big.Int {
	p := new(big.Int).SetBytes(k.octets(bits / 8))
	p.SetBit(p, bits-1, 1)
	p.Add(p, big.NewInt(31-new(big.Int).Mod(p, big.NewInt(30)).Int64()))
	for i := 0; !p.ProbablyPrime(0); i++ {
		p.Add(p, big.NewInt([...]int64{6, 4, 2, 4, 2, 4, 6, 2}[i%8]))
	}
	return p
}

func (k *keypair) modulus(bits int) *big.Int {
	p, q := k.prime(bits/2), k.prime(bits/2)
	for {
		if q.Cmp(p) > 0 {
			p, q = q, p
		}
		if n := times(p, q); n.BitLen() == bits {
			return n
		}
		q = k.prime(bits / 2)
	}
}
