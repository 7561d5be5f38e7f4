package scan

import (
	"strings"
	"testing"
)

func TestAddressesAreCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"idp.example.com":                            "https://idp.example.com",
		"localhost:8443/jwks":                        "https://localhost:8443/jwks",
		"HTTPS://IDP.example.com:443/Keys":           "https://idp.example.com/Keys",
		"http://idp.example.com:80/keys":             "http://idp.example.com/keys",
		"https://idp.example.com:/keys":              "https://idp.example.com/keys",
		"https://idp.example.com/keys?Tenant=A#part": "https://idp.example.com/keys?Tenant=A",
		"https://[2001:DB8::1]:443/":                 "https://[2001:db8::1]/",
	} {
		got, err := parseAddress(text)
		if err != nil || got.String() != want {
			t.Errorf("%s: %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "https://", "https:///path", "https://a:0:/", "https:idp.example.com", "HTTP:/idp.example.com", "https://:443/", "a b",
		"mailto:someone@example.com", "file:///etc/passwd", "https://%zz", "https://user@idp.example.com",
	} {
		if got, err := parseAddress(text); err == nil {
			t.Errorf("%s: %s, want an error", text, got)
		}
	}
}

// No password is shown, wherever it stands, and no endless text.
func TestShownTextHidesCredentials(t *testing.T) {
	for text, want := range map[string]string{
		"https://idp.example.com/a?b=c":               "https://idp.example.com/a?b=c",
		"https://admin:hunter2@idp.example.com":       "https://***@idp.example.com",
		"HTTP://admin:hun/ter2?x#@idp.example.com/a":  "http://***@idp.example.com/a",
		"admin:hunter2@idp.example.com":               "***@idp.example.com",
		"admin:hunter2@https://idp.example.com":       "***@https://idp.example.com",
		"hunter2 https://hunter2@x@idp.example.com":   "***@idp.example.com",
		strings.Repeat("x", 300):                      strings.Repeat("x", 200) + "...",
		"https://hunter2@" + strings.Repeat("é", 300): "https://***@" + strings.Repeat("é", 94) + "...",
	} {
		if got := shown(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// OpenID Connect Discovery 1.0 section 4 appends, RFC 8414 section 3.1 inserts.
func TestWellKnownPlaces(t *testing.T) {
	for issuer, want := range map[string][]string{
		"https://idp.example.com": {
			"https://idp.example.com/.well-known/openid-configuration",
			"https://idp.example.com/.well-known/oauth-authorization-server"},
		"https://idp.example.com/": {
			"https://idp.example.com/.well-known/openid-configuration",
			"https://idp.example.com/.well-known/oauth-authorization-server"},
		"https://idp.example.com:8443/t%2Fx/1/?q=1": {
			"https://idp.example.com:8443/t%2Fx/1/.well-known/openid-configuration",
			"https://idp.example.com:8443/.well-known/oauth-authorization-server/t%2Fx/1",
			"https://idp.example.com:8443/.well-known/openid-configuration/t%2Fx/1"},
	} {
		got := metadataLocations(issuer)
		wantLines(t, issuer, got, want)
		for _, place := range got {
			named := strings.TrimSuffix(strings.TrimSuffix(issuer, "?q=1"), "/")
			if back := issuerOf(place); back != named {
				t.Errorf("issuer of %s is %q, want %q", place, back, named)
			}
		}
	}
	for _, elsewhere := range []string{"", "https://idp.example.com", "https://idp.example.com/.well-known/jwks.json", "https://idp.example.com/.well-known/openid-configurations"} {
		if got := issuerOf(elsewhere); got != "" {
			t.Errorf("issuer of %s is %q, want none", elsewhere, got)
		}
	}
}
