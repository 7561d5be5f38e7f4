package clients

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	middleware "github.com/auth0/go-jwt-middleware/v2/jwks"
	validator "github.com/auth0/go-jwt-middleware/v2/validator"
	middlewareV3 "github.com/auth0/go-jwt-middleware/v3/jwks"
	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	capjwt "github.com/hashicorp/cap/jwt"
	"github.com/lestrrat-go/httprc/v3"
	jwkV2 "github.com/lestrrat-go/jwx/v2/jwk"
	jwtV2 "github.com/lestrrat-go/jwx/v2/jwt"
	jwkV3 "github.com/lestrrat-go/jwx/v3/jwk"
	jwtV3 "github.com/lestrrat-go/jwx/v3/jwt"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"golang.org/x/time/rate"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// verifier verifies one token with a library.
type verifier func(ctx context.Context, token string) error

// settings are what a test shortens, in the library and in the catalogue alike.
type settings struct {
	interval, cooldown, delay time.Duration
}

// apply puts the settings into a consumer; a field of zero stays the default.
func (s settings) apply(r *inventory.Refresh) {
	for _, f := range []struct {
		short time.Duration
		value *inventory.Value[inventory.Span]
	}{{s.interval, &r.Interval}, {s.cooldown, &r.Cooldown}, {s.delay, &r.PushDelay}} {
		if f.short > 0 {
			*f.value = inventory.Value[inventory.Span]{V: inventory.For(f.short), From: inventory.Explicit}
		}
	}
}

// client is a library under test.
type client struct {
	uses     string // as in a fleet file
	settings settings
	open     func(t *testing.T, i *issuer, s settings) verifier
}

func clients() []client {
	return []client{
		{"go-oidc@v3.21", settings{}, openGoOIDC},
		{"hashicorp-cap@v0.15", settings{}, openCap},
		{"zitadel-oidc@v3.51", settings{}, openZitadel},
		{"keyfunc@v3.9", settings{interval: 3 * time.Second, cooldown: time.Second}, openKeyfunc},
		{"jwx@v2.1", settings{interval: time.Second, delay: 3 * time.Second}, openJWXv2},
		{"jwx@v3.3", settings{interval: time.Second}, openJWXv3},
		{"go-jwt-middleware@v2.3", settings{interval: time.Second}, openMiddlewareV2},
		{"go-jwt-middleware@v3.3", settings{interval: 2 * time.Second}, openMiddlewareV3},
		{"jose@6.2", settings{interval: 3 * time.Second, cooldown: time.Second}, openJose},
		{"jwks-rsa@4.1", settings{interval: 2 * time.Second}, openJWKSRSA},
	}
}

func openGoOIDC(t *testing.T, i *issuer, _ settings) verifier {
	provider, err := oidc.NewProvider(t.Context(), i.URL)
	if err != nil {
		t.Fatal(err)
	}
	v := provider.Verifier(&oidc.Config{ClientID: audience, SupportedSigningAlgs: []string{oidc.ES256}})
	return func(ctx context.Context, token string) error {
		_, err := v.Verify(ctx, token)
		return err
	}
}

func openCap(t *testing.T, i *issuer, _ settings) verifier {
	set, err := capjwt.NewOIDCDiscoveryKeySet(t.Context(), i.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := capjwt.NewValidator(set)
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		_, err := v.Validate(ctx, token, capjwt.Expected{
			Issuer: i.URL, Audiences: []string{audience}, SigningAlgorithms: []capjwt.Alg{capjwt.ES256},
		})
		return err
	}
}

func openZitadel(_ *testing.T, i *issuer, _ settings) verifier {
	set := rp.NewRemoteKeySet(http.DefaultClient, i.keysURL())
	return func(ctx context.Context, token string) error {
		signed, err := jose.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
		if err != nil {
			return err
		}
		_, err = set.VerifySignature(ctx, signed)
		return err
	}
}

func openKeyfunc(t *testing.T, i *issuer, s settings) verifier {
	set, err := keyfunc.NewDefaultOverrideCtx(t.Context(), []string{i.keysURL()}, keyfunc.Override{
		RefreshInterval:         s.interval,
		RefreshUnknownKID:       rate.NewLimiter(rate.Every(s.cooldown), 1),
		RefreshErrorHandlerFunc: func(string) func(context.Context, error) { return func(context.Context, error) {} },
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		_, err := jwt.Parse(token, set.KeyfuncCtx(ctx), jwt.WithValidMethods([]string{"ES256"}))
		return err
	}
}

func openJWXv2(t *testing.T, i *issuer, s settings) verifier {
	cache := jwkV2.NewCache(t.Context(), jwkV2.WithRefreshWindow(s.delay))
	if err := cache.Register(i.keysURL(), jwkV2.WithMinRefreshInterval(s.interval)); err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		set, err := cache.Get(ctx, i.keysURL())
		if err != nil {
			return err
		}
		_, err = jwtV2.ParseString(token, jwtV2.WithKeySet(set), jwtV2.WithValidate(true))
		return err
	}
}

func openJWXv3(t *testing.T, i *issuer, s settings) verifier {
	cache, err := jwkV3.NewCache(t.Context(), httprc.NewClient())
	if err != nil {
		t.Fatal(err)
	}
	if err := cache.Register(t.Context(), i.keysURL(), jwkV3.WithMinInterval(s.interval)); err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		set, err := cache.Lookup(ctx, i.keysURL())
		if err != nil {
			return err
		}
		_, err = jwtV3.ParseString(token, jwtV3.WithKeySet(set))
		return err
	}
}

func openMiddlewareV2(t *testing.T, i *issuer, s settings) verifier {
	provider := middleware.NewCachingProvider(parseURL(t, i.URL), s.interval)
	v, err := validator.New(provider.KeyFunc, validator.ES256, i.URL, []string{audience})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		_, err := v.ValidateToken(ctx, token)
		return err
	}
}

// openMiddlewareV3 takes keys from the provider alone: its validator adds nothing
// that bears on their age.
func openMiddlewareV3(t *testing.T, i *issuer, s settings) verifier {
	provider, err := middlewareV3.NewCachingProvider(
		middlewareV3.WithIssuerURL(parseURL(t, i.URL)), middlewareV3.WithCacheTTL(s.interval))
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) error {
		keys, err := provider.KeyFunc(ctx)
		if err != nil {
			return err
		}
		_, err = jwtV3.ParseString(token, jwtV3.WithKeySet(keys.(jwkV3.Set)))
		return err
	}
}

func parseURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
