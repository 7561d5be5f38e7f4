package history

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxContent bounds the JSON of one document, in octets. What the largest body
// that is fetched can come to is far below.
const maxContent = 64 << 20

// marshal gives the JSON of a key set or of metadata. What is zero is left out, so
// that a field which comes to be added changes no text, and no hash, of those that
// lack it.
func marshal(document any) ([]byte, error) {
	return json.Marshal(document, json.OmitZeroStructFields(true), json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
}

func unmarshal(text []byte, document any) error {
	return json.Unmarshal(text, document, jsontext.AllowInvalidUTF8(true))
}

// compressor packs documents one after the other.
type compressor struct {
	out bytes.Buffer
	w   *flate.Writer // nil before the first
}

func (c *compressor) pack(text []byte) ([]byte, error) {
	if len(text) > maxContent {
		return nil, fmt.Errorf("a document of %d MiB is too large, want at most %d", len(text)>>20, maxContent>>20)
	}
	c.out.Reset()
	if c.w == nil {
		var err error
		if c.w, err = flate.NewWriterDict(&c.out, flate.BestCompression, dictionary()); err != nil {
			return nil, err
		}
	} else {
		c.w.Reset(&c.out) // keeps the dictionary
	}
	_, err := c.w.Write(text)
	err = errors.Join(err, c.w.Close())
	return bytes.Clone(c.out.Bytes()), err
}

// unpack reads a document into a value.
func unpack(data []byte, value any) error {
	r := flate.NewReaderDict(bytes.NewReader(data), dictionary())
	text, err := io.ReadAll(io.LimitReader(r, maxContent+1))
	switch {
	case err != nil:
		return fmt.Errorf("a document that it holds is damaged: %w", err)
	case len(text) > maxContent:
		return errors.New("a document that it holds is too large")
	}
	if err := unmarshal(text, value); err != nil {
		return fmt.Errorf("a document that it holds cannot be read: %w", err)
	}
	return nil
}

// dictionary is what most documents have in common, the most common last. It is
// part of the form of the store: never change it.
func dictionary() []byte {
	return []byte(`{"Issuer":"https://","JWKSURI":"https:///.well-known/jwks.json","Members":["issuer","authorization_endpoint",` +
		`"token_endpoint","userinfo_endpoint","jwks_uri","response_types_supported","subject_types_supported",` +
		`"id_token_signing_alg_values_supported"],"SigningAlgs":["RS256"],"ResponseTypes":["code"],"Endpoints":[{"Name":"` +
		`authorization_endpoint","URL":"https://"},{"Name":"token_endpoint","URL":"https://"}],"Algorithms":[{"Name":"` +
		`id_token_signing_alg_values_supported","Values":["RS256"]}]}{"Keys":[{"Members":["kty","use","crv","kid","x","y",` +
		`"alg"],"Kty":"EC","Kid":"","Alg":"ES256","Use":"sig","Crv":"P-256","EC":{"Curve":"P-256","X":,"Y":},"Bits":256,` +
		`"Thumbprint":"","Certificates":[{"NotBefore":"T00:00:00Z","NotAfter":"T00:00:00Z","SignatureAlgorithm":"` +
		`SHA256-RSA","MatchesKey":true,"SelfIssued":true,"SHA1":"","SHA256":""}]},{"Index":1,"Members":["kty","use","kid",` +
		`"alg","n","e"],"Kty":"RSA","Kid":"","Alg":"RS256","Use":"sig","RSA":{"N":,"E":65537},"Bits":2048,"Thumbprint":"` +
		`"}],"Names":["keys"]}`)
}

// dated is a key set whose certificates have times that JSON can hold: a time with
// an offset may lie outside the years 0 to 9999 that are written in one.
func dated(set *inventory.KeySet) *inventory.KeySet {
	odd := func(c inventory.Certificate) bool {
		return !within(c.NotBefore).Equal(c.NotBefore) || !within(c.NotAfter).Equal(c.NotAfter)
	}
	if !slices.ContainsFunc(set.Keys, func(k inventory.Key) bool { return slices.ContainsFunc(k.Certificates, odd) }) {
		return set
	}
	copied := *set
	copied.Keys = slices.Clone(set.Keys)
	for i := range copied.Keys {
		certificates := slices.Clone(copied.Keys[i].Certificates)
		for j := range certificates {
			c := &certificates[j]
			c.NotBefore, c.NotAfter = within(c.NotBefore), within(c.NotAfter)
		}
		copied.Keys[i].Certificates = certificates
	}
	return &copied
}

// within moves a time to the nearest that has a year of four digits.
func within(t time.Time) time.Time {
	first, last := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	switch {
	case t.Before(first):
		return first
	case t.After(last):
		return last
	}
	return t
}

// checkKeys looks for what every key must have: a file that somebody else wrote
// may lack it.
func checkKeys(set *inventory.KeySet) error {
	natural := func(n *big.Int) bool { return n != nil && n.Sign() >= 0 }
	for i := range set.Keys {
		k := &set.Keys[i]
		rsa := k.RSA == nil || natural(k.RSA.N) && natural(k.RSA.E)
		ec := k.EC == nil || natural(k.EC.X) && natural(k.EC.Y)
		if !rsa || !ec {
			return fmt.Errorf("key %d of a key set lacks a number of its public half", i)
		}
	}
	return nil
}
