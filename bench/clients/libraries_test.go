package clients

import (
	"context"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	middleware "github.com/auth0/go-jwt-middleware/v2/jwks"
	validator "github.com/auth0/go-jwt-middleware/v2/validator"
	middlewareV3 "github.com/auth0/go-jwt-middleware/v3/jwks"
	validatorV3 "github.com/auth0/go-jwt-middleware/v3/validator"
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
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
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
	secure   bool // the library fetches over TLS alone
	// newer is what spoils a set through a dependency that is newer here than the
	// library asks for: a program may have either.
	newer []inventory.Spoiler
	open  func(ctx context.Context, i *issuer, s settings) (verifier, error)
}

func clients() []client {
	return []client{
		{uses: "go-oidc@v3.21", open: openGoOIDC},
		{uses: "hashicorp-cap@v0.15", open: openCap},
		{uses: "zitadel-oidc@v3.51", open: openZitadel},
		{uses: "keyfunc@v3.9", settings: settings{interval: 3 * time.Second, cooldown: time.Second}, open: openKeyfunc},
		{uses: "jwx@v2.1", settings: settings{interval: time.Second, delay: 3 * time.Second}, open: openJWXv2},
		{uses: "jwx@v3.3", settings: settings{interval: time.Second}, open: openJWXv3},
		{uses: "go-jwt-middleware@v2.3", settings: settings{interval: time.Second}, open: openMiddlewareV2},
		{uses: "go-jwt-middleware@v3.3", settings: settings{interval: 2 * time.Second}, open: openMiddlewareV3,
			newer: []inventory.Spoiler{inventory.SpoilerLength, inventory.SpoilerX5C}}, // jwx 3.1
		{uses: "jose@6.2", settings: settings{interval: 3 * time.Second, cooldown: time.Second}, open: openJose},
		{uses: "jose@5.10", settings: settings{interval: 3 * time.Second, cooldown: time.Second}, open: openJose5},
		{uses: "jwks-rsa@4.1", settings: settings{interval: 2 * time.Second}, open: openJWKSRSA},
		{uses: "get-jwks@11.0", settings: settings{interval: 2 * time.Second}, open: openGetJWKS},
		{uses: "aws-jwt-verify@5.2", settings: settings{cooldown: time.Second}, secure: true, open: openAWSJWTVerify},
	}
}

// algorithms are what every library is told to allow, so that what it cannot use
// shows.
func algorithms() []string {
	return []string{
		"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
	}
}

func algorithmsAs[T ~string]() []T {
	all := algorithms()
	out := make([]T, len(all))
	for i, alg := range all {
		out[i] = T(alg)
	}
	return out
}

func openGoOIDC(ctx context.Context, i *issuer, _ settings) (verifier, error) {
	provider, err := oidc.NewProvider(ctx, i.URL)
	if err != nil {
		return nil, err
	}
	v := provider.Verifier(&oidc.Config{ClientID: audience, SupportedSigningAlgs: algorithms()})
	return func(ctx context.Context, token string) error {
		_, err := v.Verify(ctx, token)
		return err
	}, nil
}

func openCap(ctx context.Context, i *issuer, _ settings) (verifier, error) {
	set, err := capjwt.NewOIDCDiscoveryKeySet(ctx, i.URL, "")
	if err != nil {
		return nil, err
	}
	v, err := capjwt.NewValidator(set)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, token string) error {
		_, err := v.Validate(ctx, token, capjwt.Expected{
			Issuer: i.URL, Audiences: []string{audience}, SigningAlgorithms: algorithmsAs[capjwt.Alg](),
		})
		return err
	}, nil
}

func openZitadel(ctx context.Context, i *issuer, _ settings) (verifier, error) {
	set := rp.NewRemoteKeySet(httphelper.DefaultHTTPClient, i.keysURL()) // as NewRelyingPartyOIDC does
	return func(ctx context.Context, token string) error {
		signed, err := jose.ParseSigned(token, algorithmsAs[jose.SignatureAlgorithm]())
		if err != nil {
			return err
		}
		_, err = set.VerifySignature(ctx, signed)
		return err
	}, nil
}

func openKeyfunc(ctx context.Context, i *issuer, s settings) (verifier, error) {
	set, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{i.keysURL()}, keyfunc.Override{
		RefreshInterval:         s.interval,
		RefreshUnknownKID:       rate.NewLimiter(rate.Every(s.cooldown), 1),
		RefreshErrorHandlerFunc: func(string) func(context.Context, error) { return func(context.Context, error) {} },
	})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, token string) error {
		_, err := jwt.Parse(token, set.KeyfuncCtx(ctx), jwt.WithValidMethods(algorithms()))
		return err
	}, nil
}

func openJWXv2(ctx context.Context, i *issuer, s settings) (verifier, error) {
	cache := jwkV2.NewCache(ctx, jwkV2.WithRefreshWindow(s.delay))
	if err := cache.Register(i.keysURL(), jwkV2.WithMinRefreshInterval(s.interval)); err != nil {
		return nil, err
	}
	return func(ctx context.Context, token string) error {
		set, err := cache.Get(ctx, i.keysURL())
		if err != nil {
			return err
		}
		_, err = jwtV2.ParseString(token, jwtV2.WithKeySet(set), jwtV2.WithValidate(true))
		return err
	}, nil
}

// stop ends what waits for a first key set that cannot be had.
type stop context.CancelCauseFunc

func (s stop) Put(_ context.Context, err error) { s(err) }

func openJWXv3(ctx context.Context, i *issuer, s settings) (verifier, error) {
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cache, err := jwkV3.NewCache(ctx, httprc.NewClient(httprc.WithErrorSink(stop(cancel))))
	if err != nil {
		return nil, err
	}
	if err := cache.Register(waiting, i.keysURL(), jwkV3.WithMinInterval(s.interval)); err != nil {
		return nil, err
	}
	return func(ctx context.Context, token string) error {
		set, err := cache.Lookup(ctx, i.keysURL())
		if err != nil {
			return err
		}
		_, err = jwtV3.ParseString(token, jwtV3.WithKeySet(set))
		return err
	}, nil
}

func openMiddlewareV2(ctx context.Context, i *issuer, s settings) (verifier, error) {
	provider := middleware.NewCachingProvider(i.address(), s.interval)
	return func(ctx context.Context, token string) error {
		parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
		if err != nil {
			return err
		}
		alg := validator.SignatureAlgorithm(parsed.Method.Alg()) // it takes one only
		v, err := validator.New(provider.KeyFunc, alg, i.URL, []string{audience})
		if err != nil {
			return err
		}
		_, err = v.ValidateToken(ctx, token)
		return err
	}, nil
}

func openMiddlewareV3(_ context.Context, i *issuer, s settings) (verifier, error) {
	provider, err := middlewareV3.NewCachingProvider(
		middlewareV3.WithIssuerURL(i.address()), middlewareV3.WithCacheTTL(s.interval))
	if err != nil {
		return nil, err
	}
	v, err := validatorV3.New(validatorV3.WithKeyFunc(provider.KeyFunc), validatorV3.WithIssuer(i.URL),
		validatorV3.WithAudience(audience), validatorV3.WithAlgorithms(algorithmsAs[validatorV3.SignatureAlgorithm]()))
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, token string) error {
		_, err := v.ValidateToken(ctx, token)
		return err
	}, nil
}
