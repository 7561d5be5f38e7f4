package clients

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// jwk is a key as it is published; a member of nil is left out.
type jwk map[string]any

// with is a copy with one member changed; nil removes it.
func (k jwk) with(name string, value any) jwk {
	out := maps.Clone(k)
	if out[name] = value; value == nil {
		delete(out, name)
	}
	return out
}

// text is a member that is a string.
func (k jwk) text(name string) string {
	text, _ := k[name].(string)
	return text
}

// signer is a private key with its published half.
type signer struct {
	private crypto.Signer
	public  jwk
}

// newSigner makes a key for an algorithm; bits is the size of an RSA modulus.
func newSigner(t *testing.T, alg string, bits int) signer {
	t.Helper()
	var private crypto.Signer
	var err error
	switch alg {
	case "ES256":
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ES384":
		private, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "ES512":
		private, err = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "EdDSA":
		_, private, err = ed25519.GenerateKey(rand.Reader)
	default:
		private, err = rsa.GenerateKey(rand.Reader, bits)
	}
	if err != nil {
		t.Fatal(err)
	}
	public := publicKey(t, private.Public())
	public["alg"], public["use"], public["kid"] = alg, "sig", "good"
	return signer{private, public}
}

// publicKey writes a key without alg, use and kid.
func publicKey(t *testing.T, key crypto.PublicKey) jwk {
	t.Helper()
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		half := len(point) / 2 // after one octet that says how it is written
		return jwk{"kty": "EC", "crv": key.Curve.Params().Name, "x": encode(point[1 : 1+half]), "y": encode(point[1+half:])}
	case ed25519.PublicKey:
		return jwk{"kty": "OKP", "crv": "Ed25519", "x": encode(key)}
	case *rsa.PublicKey:
		return jwk{"kty": "RSA", "n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes())}
	}
	t.Fatalf("a key of type %T", key)
	return nil
}

// token is signed by the key and names its kid, if it has one.
func (s signer) token(t *testing.T, i *issuer) string {
	t.Helper()
	return s.tokenOf(t, i, s.public.text("alg"))
}

// tokenOf is token for a key that does not say its algorithm.
func (s signer) tokenOf(t *testing.T, i *issuer, alg string) string {
	t.Helper()
	now := time.Now()
	token := jwt.NewWithClaims(jwt.GetSigningMethod(alg), jwt.MapClaims{
		"iss": i.URL, "sub": "someone", "aud": audience, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	if kid, ok := s.public["kid"]; ok {
		token.Header["kid"] = kid
	}
	text, err := token.SignedString(s.private)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// keySet writes a set.
func keySet(t *testing.T, keys ...jwk) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// serve makes the issuer answer with a body from now on.
func (i *issuer) serve(body []byte) {
	i.handle(func(w http.ResponseWriter, _ *http.Request) { i.send(w, body) })
}

func (i *issuer) send(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	if _, err := w.Write(body); err != nil {
		i.t.Logf("answering: %v", err) // a client that has read enough
	}
}

// handle makes the issuer answer for its key set with a handler from now on.
func (i *issuer) handle(respond http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.respond = respond
}

func encode(octets []byte) string { return base64.RawURLEncoding.EncodeToString(octets) }

func decode(t *testing.T, text any) []byte {
	t.Helper()
	octets, err := base64.RawURLEncoding.DecodeString(text.(string))
	if err != nil {
		t.Fatal(err)
	}
	return octets
}
