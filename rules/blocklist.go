package rules

import (
	"bytes"
	"io"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Blocklist is a file of keys whose private half is known, in badkeys' format.
type Blocklist struct{ list *weakkey.Blocklist }

// NewBlocklist checks that a file of a size is such a list. It is searched in place:
// the reader is asked anew for every key, from several goroutines.
func NewBlocklist(file io.ReaderAt, size int64) (*Blocklist, error) {
	list, err := weakkey.NewBlocklist(file, size)
	if err != nil {
		return nil, err
	}
	return &Blocklist{list}, nil
}

// find names the list that a key is in; "" where it is in none, or the file cannot be
// read any more, of which whoever opened it learns from its reader.
func (b *Blocklist) find(hash weakkey.KeyHash) string {
	if b == nil {
		return ""
	}
	list, found, err := b.list.Find(hash)
	if err != nil || !found {
		return ""
	}
	return weakkey.BlocklistName(list)
}

// keyHash identifies a key by the number that lists of known keys hold; false for a
// symmetric one and one that could not be read.
func keyHash(key *inventory.Key) (weakkey.KeyHash, bool) {
	switch {
	case key.RSA != nil && key.RSA.N.Sign() > 0:
		return weakkey.HashInteger(key.RSA.N), true
	case key.EC != nil:
		return weakkey.HashInteger(key.EC.X), true
	case key.OKP != nil:
		return weakkey.HashOctets(bytes.TrimLeft(key.OKP.X, "\x00")), true
	case key.AKP != nil:
		return weakkey.HashOctets(key.AKP.Pub), true
	}
	return weakkey.KeyHash{}, false
}
