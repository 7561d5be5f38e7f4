package weakkey

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"sync"
)

// KeyHash identifies a public key by one of its numbers, as badkeys does: the first
// 120 bits of the SHA-256 of an RSA modulus, an x coordinate, or the octets of an
// Edwards or Montgomery key, as a big-endian integer without leading zeros; and of the
// octets of an ML-DSA key as they are. Two keys of one modulus or one x are alike: the
// private half of one gives that of the other.
type KeyHash [15]byte

// HashInteger hashes an integer of zero or more.
func HashInteger(v *big.Int) KeyHash { return HashOctets(v.Bytes()) }

// HashOctets hashes octets.
func HashOctets(octets []byte) KeyHash {
	sum := sha256.Sum256(octets)
	return KeyHash(sum[:len(KeyHash{})])
}

// Documented says where the private half of a key is published: "RFC 7515". It is ""
// for a key that is not in the list of the package.
func Documented(hash KeyHash) string { return documented()[hash] }

//go:embed documented.tsv
var documentedFile embed.FS

var documented = sync.OnceValue(func() map[KeyHash]string {
	keys := map[KeyHash]string{}
	text, err := documentedFile.ReadFile("documented.tsv")
	if err != nil {
		panic(err) // it is in the binary
	}
	for line := range strings.Lines(string(text)) {
		var hash []byte
		var kind, source string
		cells := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(cells) != 3 {
			continue
		}
		if _, err := fmt.Sscanf(cells[0], "%x", &hash); err != nil || len(hash) != len(KeyHash{}) {
			continue
		}
		kind, source = cells[1], cells[2]
		keys[KeyHash(hash)] = source + ", " + kind
	}
	return keys
})

const blocklistRecord = len(KeyHash{}) + 1

// A Blocklist looks keys up in a file of badkeys' format (blocklist.dat): records of
// 16 octets, ascending, a KeyHash and the number of the list that it comes from. The
// file is searched in place, and nothing of it is kept.
type Blocklist struct {
	file    io.ReaderAt
	records int64
}

// NewBlocklist checks the size of a file, and that its first and last records are in
// order, which no other kind of file is likely to pass.
func NewBlocklist(file io.ReaderAt, size int64) (*Blocklist, error) {
	list := &Blocklist{file: file, records: size / int64(blocklistRecord)}
	switch {
	case size == 0:
		return nil, errors.New("the file is empty, want records of 16 octets")
	case size%int64(blocklistRecord) != 0:
		return nil, fmt.Errorf("%d octets are no whole number of records of 16: the file is cut off, or no blocklist", size)
	}
	// A thousand neighbours across the file: text and archives are in no such order.
	const samples = 1000
	for i := range min(samples, list.records-1) {
		at := i * max(1, (list.records-1)/samples)
		first, err := list.record(at)
		if err != nil {
			return nil, err
		}
		second, err := list.record(at + 1)
		if err != nil {
			return nil, err
		}
		if bytes.Compare(first[:len(KeyHash{})], second[:len(KeyHash{})]) >= 0 {
			return nil, fmt.Errorf("records %d and %d are not in ascending order: the file is damaged, or no blocklist", at, at+1)
		}
	}
	return list, nil
}

// Find gives the number of the list that a key is in.
func (b *Blocklist) Find(hash KeyHash) (list uint8, found bool, err error) {
	low, high := int64(0), b.records
	for low < high {
		middle := low + (high-low)/2
		record, err := b.record(middle)
		if err != nil {
			return 0, false, err
		}
		switch order := bytes.Compare(hash[:], record[:len(hash)]); {
		case order == 0:
			return record[len(hash)], true, nil
		case order < 0:
			high = middle
		default:
			low = middle + 1
		}
	}
	return 0, false, nil
}

func (b *Blocklist) record(i int64) (record [blocklistRecord]byte, err error) {
	if n, err := b.file.ReadAt(record[:], i*int64(blocklistRecord)); n < len(record) {
		return record, fmt.Errorf("record %d: %w", i, cmp.Or(err, io.ErrUnexpectedEOF))
	}
	return record, nil
}

// BlocklistName names the lists that badkeys publishes by their numbers.
func BlocklistName(list uint8) string {
	names := [...]string{
		1: "debianssl", 2: "keypair", 3: "ransomware", 4: "documentation", 5: "firmware", 6: "localhostcert",
		7: "localroot", 8: "misc", 9: "softwaretests", 10: "testvectors", 11: "rfc", 12: "web", 13: "git",
		14: "forti", 15: "pkg", 16: "firmwares", 99: "new",
	}
	if int(list) < len(names) && names[list] != "" {
		return names[list]
	}
	return fmt.Sprintf("list %d", list)
}
