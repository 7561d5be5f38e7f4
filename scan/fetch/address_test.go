package fetch

import (
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestBadTargetsAreRefusedWithoutTheirPassword(t *testing.T) {
	tests := []struct {
		url    string
		kind   inventory.ProblemKind
		target string
		detail string
	}{
		{"https://user:CANARY@idp.example/k", inventory.ProblemBadTarget, "https://idp.example/k", "user name or password"},
		{"https://CANARY@idp.example/k", inventory.ProblemBadTarget, "https://idp.example/k", "user name or password"},
		{"https://user:CANARY/x@idp.example/k", inventory.ProblemBadTarget, "https://idp.example/k", "not a URL"},
		{"https://user:CAN ARY@idp.example/k", inventory.ProblemBadTarget, "https://idp.example/k", "not a URL"},
		{"user:CANARY@idp.example", inventory.ProblemBadTarget, "idp.example", ""},
		{"http://idp.example", inventory.ProblemPlaintext, "http://idp.example", "--allow-http"},
		{"file:///etc/passwd", inventory.ProblemBadTarget, "file:///etc/passwd", `scheme is "file", want https`},
		{"idp.example/k", inventory.ProblemBadTarget, "idp.example/k", "scheme"},
		{"https:///k", inventory.ProblemBadTarget, "https:///k", "host"},
		{"https:idp.example", inventory.ProblemBadTarget, "https:idp.example", "host"},
		{"https://idp\u00e9.example", inventory.ProblemBadTarget, "https://idp\u00e9.example", "xn--"},
		{"https://127.1/", inventory.ProblemBadTarget, "https://127.1/", "host"},
		{"https://2130706433/", inventory.ProblemBadTarget, "https://2130706433/", "host"},
		{"https://0x7f000001/", inventory.ProblemBadTarget, "https://0x7f000001/", "host"},
		{"https://127.0.0.1./", inventory.ProblemBadTarget, "https://127.0.0.1./", "host"},
		{"https://idp.example:0/", inventory.ProblemBadTarget, "https://idp.example:0/", `port is "0"`},
		{"https://idp.example:65536/", inventory.ProblemBadTarget, "https://idp.example:65536/", `port is "65536"`},
		{"https://idp.example/" + strings.Repeat("a", maxURL), inventory.ProblemBadTarget, "", "4096"},
	}
	for _, test := range tests {
		t.Run(test.detail, func(t *testing.T) {
			client := newClient(t, func(c *Config) { c.AllowHTTP = false })
			response, body, problem := get(t, client, test.url)
			wantProblem(t, problem, test.kind, test.detail)
			if test.target != "" && problem.Target != test.target || response.URL != problem.Target {
				t.Errorf("target is %q, URL %q, want %q", problem.Target, response.URL, test.target)
			}
			if body != "" || response.Status != 0 || !response.Time.Equal(launch) {
				t.Errorf("response is %+v", response)
			}
		})
	}
}

func FuzzParseURL(f *testing.F) {
	for _, seed := range []string{
		"https://idp.example:8443/k?a=b c#f", "http://[fe80::1%25lo]:1", "https://u:p@h", "https://0x7f.1", "//h", "https://h\\@i",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if shown := withoutUser(text); withoutUser(shown) != shown {
			t.Errorf("%q without its user is %q, which still has one", text, shown)
		}
		u, problem := parseURL(text, true)
		if problem != nil {
			if problem.Kind == "" || problem.Detail == "" {
				t.Errorf("%q gives an empty problem", text)
			}
			return
		}
		again, problem := parseURL(u.String(), true)
		if problem != nil || origin(again) != origin(u) || again.User != nil || strings.ContainsAny(again.RequestURI(), " \r\n") {
			t.Errorf("%q gives %q, which gives %v, %v", text, u, again, problem)
		}
	})
}
