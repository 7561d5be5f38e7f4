package scan

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	keySetA  = `{"keys": [{"kty": "EC", "use": "sig", "alg": "ES256", "kid": "a", "crv": "P-256", "x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0"}]}`
	keySetB  = `{"keys": [{"kty": "EC", "use": "sig", "alg": "ES256", "kid": "b", "crv": "P-256", "x": "NPguUZCaYezldE3IlsBEu0RkWYRijz_A1lz7meAMCMc", "y": "_22ZcOsq_7YCDQ51gRJURmkEk4GIVEeS1sPZy-l3BT4"}]}`
	bareKey  = `{"kty": "EC", "kid": "a", "crv": "P-256", "x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0"}`
	htmlPage = "<!doctype html><title>Sign in</title>"
)

// metadata is provider metadata of an issuer whose keys are at a URL.
func metadata(issuer, keys string) string {
	return fmt.Sprintf(`{"issuer": %q, "jwks_uri": %q, "token_endpoint": %q}`, issuer, keys, issuer+"/token")
}

// now is the clock of all tests.
func now() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

// folder writes files into a new folder, their paths slash-separated.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// planOf plans a request over files.
func planOf(t testing.TB, files map[string]string, request Request) *Plan {
	t.Helper()
	request.Dir, request.Now = folder(t, files), now()
	plan, err := NewPlan(request)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// rule is one rule of an Istio RequestAuthentication, by what it says.
type rule struct{ issuer, keySet, pinned string }

// istio is a RequestAuthentication named shop/NAME. Its issuer stands at line 5,
// column 13, its key set in the line below.
func istio(name string, r rule) string {
	text := "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: " + name + ", namespace: shop}\n" +
		"spec: {jwtRules: [{\n" + "    issuer: \"" + r.issuer + "\""
	if r.keySet != "" {
		text += ",\n    jwksUri: \"" + r.keySet + "\""
	}
	if r.pinned != "" {
		text += ",\n    jwks: '" + r.pinned + "'"
	}
	return text + "}]}\n"
}

// kubernetes is an AuthenticationConfiguration with a discovery URL.
func kubernetes(issuer, discovery string) string {
	return "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n- issuer:\n    url: " + issuer +
		"\n    discoveryURL: " + discovery + "\n    audiences: [kube]\n"
}

// entry is one entry of an archive.
type entry struct {
	at, url, body string
	status        int
	header        map[string]string
	base64        bool
}

// har is an archive of entries.
func har(entries ...entry) string {
	var list []any
	for _, e := range entries {
		headers := []any{}
		for name, value := range e.header {
			headers = append(headers, map[string]any{"name": name, "value": value})
		}
		content := map[string]any{"text": e.body}
		if e.base64 {
			content = map[string]any{"text": base64.StdEncoding.EncodeToString([]byte(e.body)), "encoding": "base64"}
		}
		if e.status == 0 {
			e.status = 200
		}
		list = append(list, map[string]any{
			"startedDateTime": e.at, "request": map[string]any{"method": "GET", "url": e.url},
			"response": map[string]any{"status": e.status, "headers": headers, "content": content},
		})
	}
	return compact(map[string]any{"log": map[string]any{"version": "1.2", "entries": list}})
}

func compact(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func gzipped(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write([]byte(text))
	w.Close()
	return out.String()
}

// roles gives the roles of targets words for tests.
var roles = map[inventory.Role]string{
	inventory.RoleUnknown: "url", inventory.RoleKeySet: "keys",
	inventory.RoleMetadata: "metadata", inventory.RoleIssuer: "issuer",
}

// describe puts all of a target into one line.
func describe(target *inventory.Target) string {
	text := roles[target.Role] + " " + target.URL
	if target.File != "" {
		text += "file " + target.File
	}
	for _, origin := range target.Origins {
		text += " <" + origin.String()
	}
	for _, c := range target.Consumers {
		text += " @" + c.Name
	}
	if len(target.Issuers) > 0 {
		text += " expects " + strings.Join(target.Issuers, " ")
	}
	if target.Optional {
		text += " optional"
	}
	return text
}

func describeTargets(plan *Plan) []string {
	var out []string
	for _, target := range plan.Targets {
		out = append(out, describe(target))
	}
	return out
}

// describeGaps puts each gap into one line: what, kind, detail and origins.
func describeGaps(problems []inventory.Problem) []string {
	var out []string
	for _, p := range problems {
		text := p.Target + ": " + string(p.Kind) + ": " + p.Detail
		for _, origin := range p.Origins {
			text += " <" + origin.String()
		}
		out = append(out, text)
	}
	return out
}

func wantLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
