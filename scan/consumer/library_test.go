package consumer_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// bare is the freshness of a response without any caching header.
func bare(t *testing.T) *window.Freshness {
	t.Helper()
	f, ok := window.FreshnessOf(&inventory.Response{Status: http.StatusOK, Header: inventory.Header{}})
	if !ok {
		t.Fatal("a response without caching headers gives no freshness")
	}
	return &f
}

// TestLibraryWindows holds the columns Lnew and Lrem of a library with its
// defaults and a key set without caching headers.
func TestLibraryWindows(t *testing.T) {
	const anything = "0s to unbounded"
	for _, test := range []struct{ uses, newKey, removedKey string }{
		{"go-oidc@v3", "0s", "unbounded"},
		{"hashicorp-cap@0.15", "0s", "unbounded"},
		{"zitadel-oidc@v3", "0s", "unbounded"},
		{"keyfunc@v3.9", "5m", "1h"},
		{"keyfunc@v3.3.5", "5m", "unbounded"}, // a refresh removed nothing
		{"keyfunc@v3", "0s to 5m", anything},
		{"jwx@v2", "30m", "30m"},                        // the refresh window comes on top
		{"jwx@v3", "15m2s", "15m2s"},                    // and here rounding
		{"jwx", "15m to unbounded", "15m to unbounded"}, // the versions share the interval alone
		{"go-jwt-middleware@v2", "1m", "unbounded"},     // the first token after a lull is verified with the old set
		{"go-jwt-middleware@v3", "15m", "15m"},
		{"jose@5", "30s", "10m"},
		{"jose@6", "30s", "10m"},
		{"jwks-rsa@4", "0s", "10m"},
		{"pyjwt@2.4", "0s", "unbounded"},
		{"pyjwt@2.5", "0s", "5m"},
		{"pyjwt@2.10.1", "0s", "5m"},
		{"pyjwt/cache_keys@2.5", "0s", "unbounded"},
		{"authlib", "0s", "unbounded"},
		{"jwks-rsa-java@0.23", "1m", "unbounded"}, // when bad tokens have emptied the bucket
		{"nimbus", "30s", "5m"},
		{"microsoft-identitymodel", "5m", "unbounded"}, // as with go-jwt-middleware@v2
		{"php-jwt", "0s", anything},
		{"json-jwt", "0s", "0s"},
		{"jose4j", "0s", "1h"},
		{"get-jwks@11", "0s", "unbounded"}, // a refetch without the key gives it another lifetime
		{"aws-jwt-verify@5", "10s", "unbounded"},
		{"joken-jwks@1.6", "1m", "unbounded"},
		{"python-jose", anything, anything},
		{"ruby-jwt", anything, anything},
		{"pyjwt", "0s", anything}, // the ranges differ
		{"pyjwt@2", "0s", anything},
		{"jose@3", anything, anything}, // nobody looked
	} {
		c, err := consumer.NewLibraryConsumer(test.uses)
		if err != nil {
			t.Fatal(err)
		}
		f := bare(t)
		if got := window.NewKeyLag(c, f).Range(); got != test.newKey {
			t.Errorf("%s: new key accepted after %s, want %s", test.uses, got, test.newKey)
		}
		if got := window.RemovedKeyLag(c, f).Range(); got != test.removedKey {
			t.Errorf("%s: removed key rejected after %s, want %s", test.uses, got, test.removedKey)
		}
	}
}

func TestEveryLibraryCanBeUsed(t *testing.T) {
	for _, l := range consumer.Libraries() {
		uses := strings.TrimSuffix(l.Name+"/"+l.Variant.Name, "/")
		if l.Since != "" {
			uses += "@v" + l.Since + ".0"
		}
		c, err := consumer.NewLibraryConsumer(uses)
		if err != nil {
			t.Errorf("%s: %v", uses, err)
			continue
		}
		if c.Product != l.Name || c.Variant != l.Variant.Name || !reflect.DeepEqual(c.Refresh, l.Refresh) {
			t.Errorf("%s: got %s %q %+v, want %+v", uses, c.Product, c.Variant, c.Refresh, l.Refresh)
		}
	}
}

func TestLibraryNames(t *testing.T) {
	for _, test := range []struct{ uses, errorHas string }{
		{"JOSE@6", ""},
		{" go-oidc@v3.21.0 ", ""},
		{"gooidc", `"go-oidc"`},
		{"go-odic@v3", `"go-oidc"`},
		{"jwt-middleware", `"go-jwt-middleware"`},
		{"py-jwt", `"pyjwt"`},
		{"nimbus-jwt", `"nimbus"`},
		{"pyjwt/other", `"pyjwt"`},
		{"", "did you mean"},
		{"jose@latest", `version "latest"`},
		{"jose@", "version"},
		{strings.Repeat("x", 1<<20), "unknown library"},
	} {
		_, err := consumer.NewLibraryConsumer(test.uses)
		if (err == nil) != (test.errorHas == "") || err != nil && !strings.Contains(err.Error(), test.errorHas) {
			t.Errorf("%.40q: got error %.200v, want it to have %q", test.uses, err, test.errorHas)
		}
	}
}

// TestLibraryAliases names libraries as their package indexes and lock files do.
func TestLibraryAliases(t *testing.T) {
	for uses, want := range map[string]string{
		"github.com/coreos/go-oidc/v3":                    "go-oidc@v3",
		"github.com/coreos/go-oidc/v3@v3.21.0":            "go-oidc@v3.21.0",
		"coreos/go-oidc":                                  "go-oidc",
		"pkg:golang/github.com/lestrrat-go/jwx/v2@v2.1.7": "jwx@2.1.7",
		"github.com/MicahParks/keyfunc/v3":                "keyfunc@3",
		"github.com/auth0/go-jwt-middleware/v2":           "go-jwt-middleware@2",
		"node-jwks-rsa":                                   "jwks-rsa",
		"pkg:npm/jose@6.2.1":                              "jose@6.2.1",
		"PyJWT==2.8":                                      "pyjwt@2.8",
		"PyJWT == 2.8":                                    "pyjwt@2.8",
		"pyjwt/cache_keys==2.8":                           "pyjwt/cache_keys@2.8",
		"pkg:pypi/Authlib@1.7.2":                          "authlib@1.7.2",
		"python_jose":                                     "python-jose",
		"nimbus-jose-jwt":                                 "nimbus",
		"com.nimbusds:nimbus-jose-jwt":                    "nimbus",
		"com.auth0:jwks-rsa:0.23.0":                       "jwks-rsa-java@0.23.0",
		"Microsoft.IdentityModel.Tokens@8.1.2":            "microsoft-identitymodel@8.1.2",
		"firebase/php-jwt":                                "php-jwt",
		"joken_jwks":                                      "joken-jwks",
		"passport-jwt@4.0.1":                              "jwks-rsa", // the version is of another package
		"@fastify/jwt@10":                                 "get-jwks",
	} {
		got, err := consumer.NewLibraryConsumer(uses)
		if err != nil {
			t.Errorf("%s: %v", uses, err)
			continue
		}
		plain, err := consumer.NewLibraryConsumer(want)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != uses || got.Product != plain.Product || got.Variant != plain.Variant ||
			!reflect.DeepEqual(got.Refresh, plain.Refresh) || !reflect.DeepEqual(got.Capabilities, plain.Capabilities) {
			t.Errorf("%s: got %s %q named %q, want what %s is", uses, got.Product, got.Variant, got.Name, want)
		}
	}
}

func TestLibraryNotesSayWhichVersions(t *testing.T) {
	for uses, want := range map[string]string{
		"pyjwt":       "no version is declared: defaults are those of versions 2.1 to before 2.5; 2.5 to before 2.7; 2.7 and later",
		"pyjwt@2":     "version 2 leaves open which defaults apply",
		"jose@3":      "no defaults are known of version 3: the catalogue has 4.15 to before 6; 6 to before 6.1; 6.1 to before 7",
		"pyjwt@2.4":   "defaults of the library",
		"express-jwt": "express-jwt verifies with keys that jwks-rsa keeps: defaults are those of its versions 2.1",
	} {
		c, err := consumer.NewLibraryConsumer(uses)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Notes) != 1 || !strings.Contains(c.Notes[0], want) {
			t.Errorf("%s: notes %q, want one with %q", uses, c.Notes, want)
		}
	}
}

func FuzzNewLibraryConsumer(f *testing.F) {
	for _, seed := range []string{
		"go-oidc@v3", "pyjwt/cache_keys@2.5", "jose@", "@", "/", "/v2", "::", "pkg:", "==", "jwx@v2.-1", "jwx@99999999999",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uses string) {
		c, err := consumer.NewLibraryConsumer(uses)
		if (c == nil) == (err == nil) {
			t.Errorf("consumer %v and error %v", c, err)
		}
	})
}
