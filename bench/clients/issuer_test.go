package clients

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// audience is whom all tokens are for.
const audience = "bench"

// issuer signs tokens and publishes the keys that a test says.
type issuer struct {
	*httptest.Server
	t *testing.T

	node      *nodeProcess // that runs the library, where it is one of Node.js
	mu        sync.Mutex
	respond   http.HandlerFunc // answers for the key set, where a test says so
	private   map[string]*ecdsa.PrivateKey
	published []string
	failing   bool
	fetches   int
}

// newIssuer starts an issuer on the loopback interface that publishes the kids.
func newIssuer(t *testing.T, secure bool, kids ...string) *issuer {
	t.Helper()
	i := &issuer{t: t, private: make(map[string]*ecdsa.PrivateKey), published: kids}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /jwks", i.serveKeys)
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.answer(w, map[string]string{"issuer": i.URL, "jwks_uri": i.keysURL()})
	})
	if secure {
		i.Server = httptest.NewTLSServer(mux)
	} else {
		i.Server = httptest.NewServer(mux)
	}
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) keysURL() string { return i.URL + "/jwks" }

// address is the issuer as a URL.
func (i *issuer) address() *url.URL {
	u, err := url.Parse(i.URL)
	if err != nil {
		panic(err) // httptest wrote it
	}
	return u
}

func (i *issuer) serveKeys(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.fetches++
	respond := i.respond
	i.mu.Unlock()
	if respond != nil {
		respond(w, r)
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.failing {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}
	for _, kid := range i.published {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: i.key(kid).Public(), KeyID: kid, Algorithm: "ES256", Use: "sig"})
	}
	i.answer(w, set)
}

func (i *issuer) answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		i.t.Logf("answering: %v", err) // a client that hung up
	}
}

// key is the private key of a kid, made when first asked for; i.mu is held.
func (i *issuer) key(kid string) *ecdsa.PrivateKey {
	if i.private[kid] == nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err) // crypto/rand does not fail
		}
		i.private[kid] = key
	}
	return i.private[kid]
}

// publish replaces the key set.
func (i *issuer) publish(kids ...string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.published = kids
}

// fail makes every fetch fail from now on.
func (i *issuer) fail() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.failing = true
}

// fetched counts the fetches of the key set so far.
func (i *issuer) fetched() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.fetches
}

// token is valid for an hour and signed by the key of the kid.
func (i *issuer) token(kid string) string {
	i.t.Helper()
	i.mu.Lock()
	key := jose.JSONWebKey{Key: i.key(kid), KeyID: kid, Algorithm: "ES256"}
	i.mu.Unlock()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		i.t.Fatal(err)
	}
	now := time.Now()
	token, err := jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: i.URL, Subject: "someone", Audience: jwt.Audience{audience},
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(time.Hour)),
	}).Serialize()
	if err != nil {
		i.t.Fatal(err)
	}
	return token
}
