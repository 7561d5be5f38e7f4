package scan

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Where each kind of target leads, over the network.
func TestTargetsAreFollowed(t *testing.T) {
	toJWKS := func(issuer string) string { return metadata(issuer, jwksURL) }
	const resource = "https://api.example.com/.well-known/oauth-protected-resource/mcp"
	bothForms := `{"issuer": "` + idp + `", "jwks_uri": "` + jwksURL + `", "signed_jwks_uri": "` + idp + `/jose"}`
	encode := base64.RawURLEncoding.EncodeToString
	signedSet := encode([]byte(`{"alg":"ES256"}`)) + "." + encode([]byte(keySetA)) + ".AAAA"
	resourceOf := func(keys string) string {
		text := `{"resource": "https://api.example.com/mcp", "authorization_servers": ["` + idp + `"]`
		if keys != "" {
			text += `, "jwks_uri": "` + keys + `"`
		}
		return text + "}"
	}
	for _, test := range []struct {
		name      string
		target    string
		pages     map[string]string
		endpoints []string
		gaps      []string
	}{
		{"a key set", jwksURL, map[string]string{jwksURL: keySetA},
			[]string{jwksURL + commanded + "; keys a"}, nil},
		{"metadata at its well-known place", idp + openID, map[string]string{idp + openID: toJWKS(idp), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys a"}, nil},
		{"metadata of an issuer with a slash, by its place", idp + openID, map[string]string{idp + openID: toJWKS(idp + "/"), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + "/" + commanded + "; metadata ok keys a"}, nil},
		{"metadata of another issuer than its place says", idp + openID, map[string]string{idp + openID: toJWKS("https://evil.example.com"), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys a"}, nil},
		{"metadata elsewhere", idp + "/meta", map[string]string{idp + "/meta": toJWKS(idp), jwksURL: keySetA},
			[]string{jwksURL + commanded + "; metadata ok keys a"}, nil},
		{"an issuer that serves a page", idp, map[string]string{idp: htmlPage, idp + openID: toJWKS(idp), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys a"}, nil},
		{"an issuer that serves nothing, with RFC 8414's place", idp + "/t", map[string]string{idp + oauth + "/t": toJWKS(idp + "/t"), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + "/t" + commanded + "; metadata ok keys a"}, nil},
		{"an issuer whose page is some JSON with an issuer", idp, map[string]string{idp: `{"issuer": "x"}`, idp + openID: toJWKS(idp), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys a"}, nil},
		{"metadata at its place without a jwks_uri", idp + openID, map[string]string{idp + openID: `{"issuer": "https://idp.example.com"}`},
			[]string{idp + " asked as " + idp + commanded + "; metadata ok"}, []string{idp + openID + ": no-jwks-uri"}},
		{"metadata at its place that is gone", idp + openID, nil,
			[]string{idp + " asked as " + idp + commanded + "; metadata status"}, []string{idp + openID + ": status"}},
		{"an issuer without metadata", idp + "/t", nil,
			[]string{idp + "/t asked as " + idp + "/t" + commanded + "; metadata no-metadata"}, []string{idp + "/t: no-metadata"}},
		{"an issuer with metadata by both specifications", idp + "/t",
			map[string]string{idp + "/t" + openID: toJWKS(idp + "/t"), idp + oauth + "/t": toJWKS(idp + "/t"), jwksURL: keySetA},
			[]string{jwksURL + " asked as " + idp + "/t" + commanded + "; metadata ok and at " + idp + oauth + "/t keys a"}, nil},
		{"a key set in both forms", idp, map[string]string{idp + openID: bothForms, jwksURL: keySetA, idp + "/jose": signedSet},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok signed at " + idp + "/jose keys a"}, nil},
		{"a signed key set alone", idp, map[string]string{idp + openID: strings.Replace(bothForms, `"jwks_uri"`, `"x"`, 1), idp + "/jose": signedSet},
			[]string{idp + "/jose asked as " + idp + commanded + "; metadata ok keys a"}, nil},
		{"metadata of a resource with keys", resource, map[string]string{resource: resourceOf(jwksURL), jwksURL: keySetA},
			[]string{jwksURL + commanded + "; metadata ok keys a"}, nil},
		{"metadata of a resource without", resource, map[string]string{resource: resourceOf("")},
			[]string{"https://api.example.com/mcp" + commanded + "; metadata ok"}, nil},
		{"no answer", jwksURL, map[string]string{jwksURL: "!connect"},
			[]string{jwksURL + commanded + "; keys connect"}, []string{jwksURL + ": connect"}},
		{"a key set that is gone", idp, map[string]string{idp + openID: toJWKS(idp)},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys status"}, []string{jwksURL + ": status"}},
		{"a key set that is a page", idp, map[string]string{idp + openID: toJWKS(idp), jwksURL: htmlPage},
			[]string{jwksURL + " asked as " + idp + commanded + "; metadata ok keys not-json"}, []string{jwksURL + ": not-json"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(t, nil, Request{Args: []string{test.target}})
			wantSeen(t, observe(t.Context(), plan, &site{pages: test.pages}), test.endpoints, test.gaps)
		})
	}
}

// The well-known places are tried in order, and one gap lists them all.
func TestWellKnownPlacesAreTriedInOrder(t *testing.T) {
	for _, test := range []struct {
		name  string
		pages map[string]string
		kind  inventory.ProblemKind
		tried []string
	}{
		{"nothing anywhere", map[string]string{idp + "/t" + openID: keySetA}, inventory.ProblemNoMetadata, []string{
			idp + "/t: answered 404, want 200",
			idp + "/t" + openID + ": a key set, not provider metadata",
			idp + oauth + "/t: answered 404, want 200",
			idp + openID + "/t: answered 404, want 200"}},
		{"a server that stops answering is not asked again", map[string]string{idp + "/t" + openID: htmlPage, idp + oauth + "/t": "!timeout"}, inventory.ProblemTimeout, []string{
			idp + "/t: answered 404, want 200",
			idp + "/t" + openID + ": neither a key set nor provider metadata",
			idp + oauth + "/t: no answer"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			network := &site{pages: test.pages}
			gaps := observe(t.Context(), planOf(t, nil, Request{Args: []string{idp + "/t"}}), network).gaps
			if len(gaps) != 1 || gaps[0].Kind != test.kind || gaps[0].Target != idp+"/t" {
				t.Fatalf("gaps %q, want one of kind %s", describeGaps(gaps), test.kind)
			}
			wantLines(t, "tried", gaps[0].Tried, test.tried)
			for i, address := range network.asked {
				if !strings.HasPrefix(test.tried[i], address+": ") {
					t.Errorf("asked %s, and tells of %s", address, test.tried[i])
				}
			}
		})
	}
}

// Metadata that leads nowhere is a gap of its own kind, and nothing is asked.
func TestKeySetURLsThatCannotBeAsked(t *testing.T) {
	for _, test := range []struct{ name, member, detail string }{
		{"missing", `"x": 1`, "metadata has no jwks_uri: nothing says where the keys are"},
		{"null", `"jwks_uri": null`, "metadata has no jwks_uri: nothing says where the keys are"},
		{"empty", `"jwks_uri": ""`, "metadata has no jwks_uri: nothing says where the keys are"},
		{"relative", `"jwks_uri": "/jwks"`, "jwks_uri is not an absolute URL: want one with https://"},
		{"no URL", `"jwks_uri": "https://%zz"`, "jwks_uri is not an absolute URL: want one with https://"},
		{"another scheme", `"jwks_uri": "file:///etc/passwd"`, "jwks_uri has another scheme, want https or http"},
		{"without a host", `"jwks_uri": "https:jwks"`, "jwks_uri names no host"},
		{"credentials", `"jwks_uri": "https://admin:hunter2@idp.example.com"`, "jwks_uri holds a user name or password, which everybody can read: want a URL without"},
		{"without end", `"jwks_uri": "https://idp.example.com/` + strings.Repeat("a", 5000) + `"`, "jwks_uri is 5024 octets long: want at most 4096"},
	} {
		t.Run(test.name, func(t *testing.T) {
			network := &site{pages: map[string]string{idp + openID: `{"issuer": "https://idp.example.com", ` + test.member + `}`}}
			gaps := observe(t.Context(), planOf(t, nil, Request{Args: []string{idp + openID}}), network).gaps
			want := []string{idp + openID + ": no-jwks-uri: " + test.detail + commanded}
			wantLines(t, "gaps", describeGaps(gaps), want)
			wantLines(t, "asked", network.asked, []string{idp + openID})
		})
	}
	// Plain HTTP is for whoever asks to refuse: it knows --allow-http.
	network := &site{pages: map[string]string{idp + openID: metadata(idp, "http://keys.example.com:80/jwks")}}
	observe(t.Context(), planOf(t, nil, Request{Args: []string{idp + openID}}), network)
	wantLines(t, "asked", network.asked, []string{idp + openID, "http://keys.example.com/jwks"})
}

// A metadata URL that a consumer states is asked as its issuer, and is nothing but
// metadata, whatever it serves.
func TestStatedMetadata(t *testing.T) {
	const inner = "https://inner.example.com/meta"
	for _, test := range []struct{ name, body, endpoint, gap string }{
		{"metadata", metadata(idp, jwksURL), jwksURL + " asked as " + idp + " <c.yaml:6:19 @" + idp + "; metadata ok keys a", ""},
		{"a page", htmlPage, idp + " asked as " + idp + " <c.yaml:6:19 @" + idp + "; metadata shape",
			inner + ": shape: is not provider metadata: want a JSON object with issuer and jwks_uri <c.yaml:6:19"},
		{"a key set", keySetA, idp + " asked as " + idp + " <c.yaml:6:19 @" + idp + "; metadata shape",
			inner + ": shape: is not provider metadata: want a JSON object with issuer and jwks_uri <c.yaml:6:19"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(t, map[string]string{"c.yaml": kubernetes(idp, inner)}, Request{Consumers: []string{"c.yaml"}})
			got := observe(t.Context(), plan, &site{pages: map[string]string{inner: test.body, jwksURL: keySetA}})
			wantLines(t, "endpoints", got.endpoints, []string{test.endpoint})
			if gaps := describeGaps(got.gaps); strings.Join(gaps, "") != test.gap {
				t.Errorf("gaps %q, want %q", gaps, test.gap)
			}
		})
	}
}
