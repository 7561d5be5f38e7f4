package jwks

import (
	"crypto/sha256"
	"encoding/base64"
	"math/big"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// complete sets what follows from the public half.
func complete(key *inventory.Key) {
	switch {
	case key.RSA != nil:
		key.Bits = key.RSA.N.BitLen()
	case key.EC != nil:
		key.Bits = curveBits(key.EC.Curve)
	case key.OKP != nil:
		key.Bits = curveBits(key.OKP.Curve)
	case key.Oct != nil:
		key.Bits = 8 * key.Oct.Octets
	}
	key.Thumbprint = thumbprint(key)
}

// thumbprint is RFC 7638 with SHA-256 over what the members mean, not over how
// they are written: two spellings of one key have one thumbprint. A symmetric
// key has none here, since a hash of the secret would help to guess it.
func thumbprint(key *inventory.Key) string {
	text := make([]byte, 0, 512) // RSA of 2048 bits has about 380
	switch {
	case key.RSA != nil:
		text = append(text, `{"e":"`...)
		text = appendInteger(text, key.RSA.E)
		text = append(text, `","kty":"RSA","n":"`...)
		text = appendInteger(text, key.RSA.N)
	case key.EC != nil:
		size := (curveBits(key.EC.Curve) + 7) / 8
		if max(key.EC.X.BitLen(), key.EC.Y.BitLen()) > 8*size {
			return "" // no coordinates of this curve
		}
		text = append(text, `{"crv":"`+key.EC.Curve+`","kty":"EC","x":"`...)
		text = base64.RawURLEncoding.AppendEncode(text, key.EC.X.FillBytes(make([]byte, size)))
		text = append(text, `","y":"`...)
		text = base64.RawURLEncoding.AppendEncode(text, key.EC.Y.FillBytes(make([]byte, size)))
	case key.OKP != nil:
		text = append(text, `{"crv":"`+key.OKP.Curve+`","kty":"OKP","x":"`...)
		text = base64.RawURLEncoding.AppendEncode(text, key.OKP.X)
	case key.AKP != nil: // RFC 9964 section 6: alg, kty and pub
		text = append(text, `{"alg":`...)
		text, _ = jsontext.AppendQuote(text, key.AKP.Alg)
		text = append(text, `,"kty":"AKP","pub":"`...)
		text = base64.RawURLEncoding.AppendEncode(text, key.AKP.Pub)
	default:
		return ""
	}
	sum := sha256.Sum256(append(text, `"}`...))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// appendInteger writes a Base64urlUInt, whose zero is one zero octet (RFC 7518 section 2).
func appendInteger(text []byte, n *big.Int) []byte {
	octets := n.Bytes()
	if len(octets) == 0 {
		octets = []byte{0}
	}
	return base64.RawURLEncoding.AppendEncode(text, octets)
}
