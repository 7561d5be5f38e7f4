package weakkey_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// Against the multiples that the standard library computes.
func TestTrivialScalar(t *testing.T) {
	for _, c := range []elliptic.Curve{elliptic.P224(), elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		params := c.Params()
		for _, k := range []int64{1, 2, 3, 7, 100, 1023, 1024} {
			for _, scalar := range []*big.Int{big.NewInt(k), new(big.Int).Sub(params.N, big.NewInt(k))} {
				x, y := c.ScalarBaseMult(scalar.Bytes()) //nolint:staticcheck // crypto/ecdh has no P-224 and gives no coordinates
				if trivial, ok := weakkey.TrivialScalar(params.Name, x, y); !trivial || !ok {
					t.Errorf("%s, k = %d: trivial %v, ok %v", params.Name, k, trivial, ok)
				}
				y.Add(y, big.NewInt(1))
				if trivial, _ := weakkey.TrivialScalar(params.Name, x, y); trivial {
					t.Errorf("%s, k = %d: trivial although off the curve", params.Name, k)
				}
			}
		}
		for _, k := range []int64{1025, 5000, 1 << 40} {
			x, y := c.ScalarBaseMult(big.NewInt(k).Bytes()) //nolint:staticcheck // as above
			if trivial, ok := weakkey.TrivialScalar(params.Name, x, y); trivial || !ok {
				t.Errorf("%s, k = %d: trivial %v, ok %v", params.Name, k, trivial, ok)
			}
		}
	}
	if _, ok := weakkey.TrivialScalar("brainpoolP256r1", big.NewInt(1), big.NewInt(1)); ok {
		t.Error("an unknown curve is known")
	}
}

// The curves that the standard library lacks, against 2·G of SEC 2 and FIPS 186-4's
// base point added to itself by the group law: every multiple is on the curve, and no
// two have one x.
func TestTrivialScalarElsewhere(t *testing.T) {
	for name, double := range map[string]string{
		"secp256k1": "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
		"P-192":     "dafebf5828783f2ad35534631588a3f629a70fb16982a888",
	} {
		x, _ := new(big.Int).SetString(double, 16)
		y := ordinate(t, name, x)
		if trivial, ok := weakkey.TrivialScalar(name, x, y); !trivial || !ok {
			t.Errorf("%s: 2·G is trivial %v, ok %v", name, trivial, ok)
		}
	}
}

// ordinate finds the y of a point by trying what is on the curve.
func ordinate(t *testing.T, name string, x *big.Int) *big.Int {
	t.Helper()
	p := map[string]string{
		"secp256k1": "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
		"P-192":     "fffffffffffffffffffffffffffffffeffffffffffffffff",
	}[name]
	b := map[string]string{"secp256k1": "7", "P-192": "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1"}[name]
	a := map[string]int64{"secp256k1": 0, "P-192": -3}[name]
	prime, _ := new(big.Int).SetString(p, 16)
	right, _ := new(big.Int).SetString(b, 16)
	right.Add(right, times(x, x, x)).Add(right, times(big.NewInt(a), x)).Mod(right, prime)
	y := new(big.Int).ModSqrt(right, prime)
	if y == nil {
		t.Fatalf("%s: x is on no point", name)
	}
	return y
}

// The fourteen encodings of points of small order of Ed25519, each of which is shown
// below to be one by adding the point to itself with the group law.
func lowOrderEd25519() []string {
	return []string{
		"0100000000000000000000000000000000000000000000000000000000000000",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"0100000000000000000000000000000000000000000000000000000000000080",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	}
}

func TestLowOrderEd25519(t *testing.T) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mul(d, big.NewInt(-121665)).Mod(d, p)
	for _, text := range lowOrderEd25519() {
		key, _ := hex.DecodeString(text)
		if got := weakkey.LowOrder("Ed25519", key); got != weakkey.Found {
			t.Errorf("%s: got %v", text, got)
		}
		if got := weakkey.Undecodable("Ed25519", key); got != weakkey.NotFound {
			t.Errorf("%s: undecodable %v", text, got)
		}
		x, y := decodeEdwards(key, p, d, big.NewInt(-1))
		for range 3 {
			x, y = addEdwards(x, y, x, y, p, d, big.NewInt(-1))
		}
		if x.Sign() != 0 || y.Cmp(big.NewInt(1)) != 0 {
			t.Errorf("%s: eight times the point is not the neutral one", text)
		}
	}
	// A group of eight points, whose y are five: ten encodings below 2²⁵⁵ and, since
	// 2²⁵⁵-p is 19, again those of y 0 and 1. No other string is found.
	source := rand.NewChaCha8([32]byte{9})
	for range 2000 {
		key := make([]byte, 32)
		source.Read(key)
		if got := weakkey.LowOrder("Ed25519", key); got != weakkey.NotFound {
			t.Fatalf("%x: got %v", key, got)
		}
	}
}

// decodeEdwards gives a point of the y in the key, with either x.
func decodeEdwards(key []byte, p, d, a *big.Int) (x, y *big.Int) {
	octets := slices.Clone(key)
	slices.Reverse(octets)
	y = new(big.Int).SetBytes(octets)
	y.SetBit(y, 8*len(key)-1, 0).Mod(y, p)
	square := times(y, y)
	denominator := new(big.Int).Sub(times(d, square), a)
	denominator.Mod(denominator, p).ModInverse(denominator, p)
	right := times(new(big.Int).Sub(square, big.NewInt(1)), denominator)
	return new(big.Int).ModSqrt(right.Mod(right, p), p), y
}

// addEdwards is the addition of twisted Edwards curves, complete where d is no square.
func addEdwards(x1, y1, x2, y2, p, d, a *big.Int) (x, y *big.Int) {
	quotient := func(numerator, denominator *big.Int) *big.Int {
		denominator.Mod(denominator, p).ModInverse(denominator, p)
		numerator.Mul(numerator, denominator)
		return numerator.Mod(numerator, p)
	}
	product := times(d, x1, x2, y1, y2)
	x = new(big.Int).Add(times(x1, y2), times(y1, x2))
	y = new(big.Int).Sub(times(y1, y2), times(a, x1, x2))
	one := big.NewInt(1)
	return quotient(x, new(big.Int).Add(one, product)), quotient(y, new(big.Int).Sub(one, product))
}

// A point of small order agrees on nothing: crypto/ecdh refuses the zero that comes of it.
func TestLowOrderX25519(t *testing.T) {
	scalar, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{0x42}, 32))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, text := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"0900000000000000000000000000000000000000000000000000000000000000",
		"efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		key, _ := hex.DecodeString(text)
		public, err := ecdh.X25519().NewPublicKey(key)
		if err != nil {
			t.Fatal(err)
		}
		_, err = scalar.ECDH(public)
		want := weakkey.NotFound
		if err != nil {
			want = weakkey.Found
			found++
		}
		if got := weakkey.LowOrder("X25519", key); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	if found != 8 {
		t.Errorf("crypto/ecdh refuses %d of the keys, want 8", found)
	}
}

func TestLowOrder448(t *testing.T) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 448), new(big.Int).Lsh(big.NewInt(1), 224))
	p.Sub(p, big.NewInt(1))
	encode := func(v *big.Int, octets int) []byte {
		key := v.FillBytes(make([]byte, octets))
		slices.Reverse(key)
		return key
	}
	minus1, above := new(big.Int).Sub(p, big.NewInt(1)), new(big.Int).Add(p, big.NewInt(1))
	for _, y := range []*big.Int{big.NewInt(0), big.NewInt(1), minus1, p, above} {
		key := encode(y, 57)
		if got := weakkey.LowOrder("Ed448", key); got != weakkey.Found {
			t.Errorf("Ed448 y = %x: got %v", y, got)
		}
		x, reduced := decodeEdwards(key, p, big.NewInt(-39081), big.NewInt(1))
		for range 2 {
			x, reduced = addEdwards(x, reduced, x, reduced, p, big.NewInt(-39081), big.NewInt(1))
		}
		if x.Sign() != 0 || reduced.Cmp(big.NewInt(1)) != 0 {
			t.Errorf("Ed448 y = %x: four times the point is not the neutral one", y)
		}
	}
	for _, test := range []struct {
		u    *big.Int
		want weakkey.Verdict
	}{
		{big.NewInt(0), weakkey.Found}, {big.NewInt(1), weakkey.Found}, {minus1, weakkey.Found},
		{p, weakkey.Found}, {above, weakkey.Found}, {big.NewInt(5), weakkey.NotFound},
	} {
		if got := weakkey.LowOrder("X448", encode(test.u, 56)); got != test.want {
			t.Errorf("X448 u = %x: got %v, want %v", test.u, got, test.want)
		}
	}
	if got := weakkey.LowOrder("Ed448", encode(big.NewInt(2), 57)); got != weakkey.NotFound {
		t.Errorf("Ed448 y = 2: got %v", got)
	}
}

func TestUndecodable(t *testing.T) {
	source := rand.NewChaCha8([32]byte{10})
	undecodable := 0
	for range 400 {
		seed := make([]byte, 32)
		source.Read(seed)
		public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
		if got := weakkey.Undecodable("Ed25519", public); got != weakkey.NotFound {
			t.Fatalf("%x, a public key: got %v", public, got)
		}
		if weakkey.Undecodable("Ed25519", seed) == weakkey.Found {
			undecodable++
		}
	}
	if undecodable < 150 || undecodable > 250 {
		t.Errorf("%d of 400 random strings are undecodable, want about half", undecodable)
	}
	// RFC 8032 section 7.4, and the same with another y.
	key, _ := hex.DecodeString("5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180")
	if got := weakkey.Undecodable("Ed448", key); got != weakkey.NotFound {
		t.Errorf("a public key of Ed448: got %v", got)
	}
	verdicts := map[weakkey.Verdict]bool{}
	for i := range byte(16) {
		key[0] = i
		verdicts[weakkey.Undecodable("Ed448", key)] = true
	}
	if !verdicts[weakkey.Found] || !verdicts[weakkey.NotFound] {
		t.Error("sixteen neighbours in Ed448 are all alike")
	}
	for _, curve := range []string{"X25519", "Ed25519x", ""} {
		if got := weakkey.Undecodable(curve, make([]byte, 32)); got != weakkey.Declined {
			t.Errorf("%q: got %v", curve, got)
		}
	}
	if got := weakkey.Undecodable("Ed25519", make([]byte, 31)); got != weakkey.Declined {
		t.Errorf("a short key: got %v", got)
	}
}

func TestTrivialSeed(t *testing.T) {
	one := append(make([]byte, 31), 1)
	counting := make([]byte, 32)
	for i := range counting {
		counting[i] = byte(i)
	}
	for _, test := range []struct {
		seed []byte
		want weakkey.Verdict
	}{
		{make([]byte, 32), weakkey.Found}, {bytes.Repeat([]byte{0xff}, 32), weakkey.Found},
		{one, weakkey.Found}, {counting, weakkey.Found},
		{[]byte("0123456789abcdef0123456789abcdef"), weakkey.NotFound},
	} {
		public := ed25519.NewKeyFromSeed(test.seed).Public().(ed25519.PublicKey)
		if got := weakkey.TrivialSeed("Ed25519", public); got != test.want {
			t.Errorf("Ed25519, seed %x: got %v, want %v", test.seed, got, test.want)
		}
		secret, err := ecdh.X25519().NewPrivateKey(test.seed)
		if err != nil {
			t.Fatal(err)
		}
		if got := weakkey.TrivialSeed("X25519", secret.PublicKey().Bytes()); got != test.want {
			t.Errorf("X25519, seed %x: got %v, want %v", test.seed, got, test.want)
		}
	}
	if got := weakkey.TrivialSeed("Ed448", make([]byte, 57)); got != weakkey.Declined {
		t.Errorf("Ed448: got %v", got)
	}
}
