package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"
)

const canary = "Bearer CANARY-9f2c"

func noFile(path string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

func noVariable(string) (string, bool) { return "", false }

func bind(t *testing.T, origin, name string) Credential {
	t.Helper()
	credential, err := ParseCredential(origin+"="+name+":@/run/token", func(path string) ([]byte, error) {
		if path != "/run/token" {
			return nil, errors.New("wrong path")
		}
		return []byte("  " + canary + "\r\n"), nil
	}, noVariable)
	if err != nil {
		t.Fatal(err)
	}
	return credential
}

func TestParseCredential(t *testing.T) {
	values := map[string]string{"TOKEN": canary, "EMPTY": " ", "LINES": "a\nb", "WIDE": "caf\u00e9", "LONG": strings.Repeat("x", maxCredential+1)}
	lookup := func(name string) (string, bool) { value, found := values[name]; return value, found }
	good := map[string]string{
		"https://idp.example=authorization:$TOKEN":   "https://idp.example:443=Authorization:(value not shown)",
		"https://IDP.example:8443/=X-Api-Key:$TOKEN": "https://idp.example:8443=X-Api-Key:(value not shown)",
		"http://[::1]:80=Cookie:$TOKEN":              "http://[::1]:80=Cookie:(value not shown)",
	}
	for text, want := range good {
		credential, err := ParseCredential(text, noFile, lookup)
		if err != nil || credential.String() != want || *credential.value != canary {
			t.Errorf("%s gives %s, %v, want %s", text, credential, err, want)
		}
	}
	bad := map[string]string{
		"":                                 "ORIGIN=NAME:@FILE",
		"https://idp.example":              "ORIGIN=NAME:@FILE",
		"Authorization: " + canary + "==":  "ORIGIN=NAME:@FILE",
		"idp.example=Authorization:$TOKEN": "ORIGIN=NAME:@FILE",
		"https://u:CANARY@idp.example=Authorization:$TOKEN": "ORIGIN=NAME:@FILE",
		"https://idp.example/path=Authorization:$TOKEN":     "ORIGIN=NAME:@FILE",
		"https://idp.example?q=Authorization:$TOKEN":        "ORIGIN=NAME:@FILE",
		"https://idp.example#f=Authorization:$TOKEN":        "ORIGIN=NAME:@FILE",
		"https://idp.example=" + canary:                     "header name is missing",
		"https://idp.example=Bad Name:$TOKEN":               "header name is missing or not a token",
		"https://idp.example=Authorization:" + canary:       "must come from @FILE or $VAR",
		"https://idp.example=Authorization:@":               "must come from @FILE or $VAR",
		"https://idp.example=Authorization:$":               "must come from @FILE or $VAR",
		"https://idp.example=Authorization:$CANARY":         "no variable of the name after $",
		"https://idp.example=Authorization:@/run/CANARY":    "the file after @ cannot be read: file does not exist",
		"https://idp.example=Authorization:$EMPTY":          "value is empty",
		"https://idp.example=Authorization:$LINES":          "line breaks",
		"https://idp.example=Authorization:$WIDE":           "outside ASCII",
		"https://idp.example=Authorization:$LONG":           "8193 octets, want at most 8192",
		"https://idp.example=host:$TOKEN":                   "Host is set by this program",
		"https://idp.example=accept-encoding:$TOKEN":        "Accept-Encoding is set by this program",
	}
	for text, want := range bad {
		_, err := ParseCredential(text, noFile, lookup)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s gives the error %v, want one with %q and without the value", text, err, want)
		}
	}
}

func TestCredentialNeverShows(t *testing.T) {
	credential := bind(t, "https://idp.example", "Authorization")
	config := Config{Now: time.Now, Credentials: []Credential{credential}}
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	hex := fmt.Sprintf("%x", canary)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p"} {
		for _, value := range []any{credential, &credential, config, config.Credentials, client, *client, map[string]any{"a": credential}} {
			text := fmt.Sprintf(verb, value)
			if strings.Contains(text, "CANARY") || strings.Contains(strings.ToLower(text), hex) {
				t.Errorf("%s of a %T shows the value: %s", verb, value, text)
			}
		}
	}
	encoded, err := json.Marshal(map[string]any{"credential": credential})
	if err != nil || strings.Contains(string(encoded), "CANARY") {
		t.Errorf("JSON is %s, %v", encoded, err)
	}
}

func TestCredentialsThatAreRefused(t *testing.T) {
	plain := bind(t, "http://idp.example", "Authorization")
	if _, err := New(Config{Now: time.Now, Credentials: []Credential{plain}}); err == nil || !strings.Contains(err.Error(), "sent in the clear") {
		t.Errorf("error is %v, want one about plain http", err)
	}
	if _, err := New(Config{Now: time.Now, AllowHTTP: true, Credentials: []Credential{plain}}); err != nil {
		t.Errorf("error is %v, want none with AllowHTTP", err)
	}
	if _, err := New(Config{Now: time.Now, AllowHTTP: true, Credentials: []Credential{plain, plain}}); err == nil || !strings.Contains(err.Error(), "given twice") {
		t.Errorf("error is %v, want one about the repetition", err)
	}
}

// A credential goes to its origin, by the same scheme and port, and nowhere else:
// not to another port, not past a redirect, not even back after one.
func TestCredentialStaysAtItsOrigin(t *testing.T) {
	var here, there server
	seen := new(counter)
	handler := func(w http.ResponseWriter, r *http.Request) {
		who := "there"
		if strings.HasSuffix(r.Host, ":"+here.port) {
			who = "here"
		}
		seen.add(fmt.Sprintf("%s%s %t", who, r.URL.Path, r.Header.Get("Authorization") == canary && r.Header.Get("X-Key") == canary))
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/document", http.StatusFound)
		case "/away":
			http.Redirect(w, r, there.url+"/document", http.StatusFound)
		case "/return":
			http.Redirect(w, r, there.url+"/back", http.StatusFound)
		case "/back":
			http.Redirect(w, r, here.url+"/document", http.StatusFound)
		}
	}
	here, there = serveHTTP(t, handler), serveHTTP(t, handler)
	tests := []struct {
		path string
		want []string
	}{
		{here.url + "/document", []string{"here/document true"}},
		{there.url + "/document", []string{"there/document false"}},
		{here.url + "/same", []string{"here/same true", "here/document true"}},
		{here.url + "/away", []string{"here/away true", "there/document false"}},
		{here.url + "/return", []string{"here/return true", "there/back false", "here/document false"}},
		{there.url + "/back", []string{"there/back false", "here/document false"}},
		{strings.Replace(here.url, "127.0.0.1", "other.example", 1) + "/document", []string{"here/document false"}},
	}
	other, err := ParseResolve("other.example:" + here.port + ":127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t, func(c *Config) {
		c.Resolve = []Resolution{other}
		c.Credentials = []Credential{bind(t, here.url, "Authorization"), bind(t, here.url, "X-Key")}
	})
	for _, test := range tests {
		seen.seen = nil
		if _, _, problem := get(t, client, test.path); problem != nil {
			t.Errorf("%s: %v", test.path, problem)
		}
		if got := strings.Join(seen.all(), ", "); got != strings.Join(test.want, ", ") {
			t.Errorf("%s: requests were %s, want %s", test.path, got, strings.Join(test.want, ", "))
		}
	}
}

func FuzzParseCredential(f *testing.F) {
	f.Add("https://idp.example=Authorization:$TOKEN", canary)
	f.Add("https://idp.example=Authorization:@/run/token", "a\r\nb")
	f.Add("http://u:p@[::1]:1=:=$", "")
	f.Fuzz(func(t *testing.T, text, value string) {
		credential, err := ParseCredential(text,
			func(string) ([]byte, error) { return []byte(value), nil },
			func(string) (string, bool) { return value, true })
		if err != nil {
			return
		}
		if !isToken(credential.name) || !isFieldValue(*credential.value) || *credential.value == "" {
			t.Errorf("%q gives the header %q: %q", text, credential.name, *credential.value)
		}
		if u, problem := parseURL(credential.origin, true); problem != nil || origin(u) != credential.origin {
			t.Errorf("%q gives the origin %q", text, credential.origin)
		}
	})
}
