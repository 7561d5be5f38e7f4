package weakkey_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// Private keys of specifications give the hashes of the list.
func TestDocumented(t *testing.T) {
	seed, _ := hex.DecodeString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60") // RFC 8032 section 7.1, RFC 8037 appendix A
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	if got, want := weakkey.Documented(weakkey.HashOctets(public)), "RFC 8032 and RFC 8037, Ed25519"; got != want {
		t.Errorf("the key of RFC 8032: got %q, want %q", got, want)
	}
	x, _ := new(big.Int).SetString("30a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e", 16) // RFC 7517 appendix A.2
	if got, want := weakkey.Documented(weakkey.HashInteger(x)), "RFC 7517, P-256"; got != want {
		t.Errorf("the key of RFC 7517: got %q, want %q", got, want)
	}
	if got := weakkey.Documented(weakkey.HashInteger(big.NewInt(4711))); got != "" {
		t.Errorf("a number that is no key: got %q", got)
	}
}

// blocklistOf makes a file of the hashes of some numbers, each of the list 5.
func blocklistOf(numbers ...int64) []byte {
	var records []string
	for _, v := range numbers {
		hash := weakkey.HashInteger(big.NewInt(v))
		records = append(records, string(hash[:])+"\x05")
	}
	slices.Sort(records)
	return []byte(strings.Join(records, ""))
}

func TestBlocklistFind(t *testing.T) {
	for count := int64(1); count < 40; count++ {
		var numbers []int64
		for v := range count {
			numbers = append(numbers, 10*v+7)
		}
		file := blocklistOf(numbers...)
		list, err := weakkey.NewBlocklist(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for v := range 10 * count {
			number, found, err := list.Find(weakkey.HashInteger(big.NewInt(v)))
			if want := v%10 == 7; err != nil || found != want || found && number != 5 {
				t.Fatalf("%d of %d records: list %d, found %v, %v", v, count, number, found, err)
			}
		}
	}
}

func TestBlocklistRefusesOtherFiles(t *testing.T) {
	good := blocklistOf(1, 2, 3, 4, 5, 6, 7, 8)
	swapped := slices.Concat(good[16:32], good[:16], good[32:])
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"empty":     {nil, "is empty"},
		"cut off":   {good[:100], "no whole number of records"},
		"text":      {[]byte(strings.Repeat("not a blocklist.", 4)), "not in ascending order"},
		"unordered": {swapped, "records 0 and 1 are not in ascending order"},
	} {
		if _, err := weakkey.NewBlocklist(bytes.NewReader(test.file), int64(len(test.file))); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// A file that becomes shorter while it is searched is an error, not a list without the key.
func TestBlocklistShrinks(t *testing.T) {
	file := blocklistOf(1, 2, 3, 4, 5, 6, 7, 8)
	shrinking := &shrinking{file: file}
	list, err := weakkey.NewBlocklist(shrinking, int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	shrinking.file = file[:40]
	if _, _, err := list.Find(weakkey.HashInteger(big.NewInt(1))); !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want an error", err)
	}
}

type shrinking struct{ file []byte }

func (s *shrinking) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(s.file).ReadAt(p, at)
}

func TestBlocklistName(t *testing.T) {
	for list, want := range map[uint8]string{0: "list 0", 1: "debianssl", 16: "firmwares", 17: "list 17", 99: "new", 255: "list 255"} {
		if got := weakkey.BlocklistName(list); got != want {
			t.Errorf("%d: got %q, want %q", list, got, want)
		}
	}
}

func FuzzBlocklist(f *testing.F) {
	f.Add(blocklistOf(1, 2, 3), []byte{1})
	f.Add([]byte("text"), []byte{})
	f.Fuzz(func(t *testing.T, file, key []byte) {
		list, err := weakkey.NewBlocklist(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		if _, _, err := list.Find(weakkey.HashOctets(key)); err != nil {
			t.Errorf("a file of %d octets that was taken: %v", len(file), err)
		}
	})
}
