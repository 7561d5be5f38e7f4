package fetch

import (
	"strings"
	"testing"
)

func TestParseResolve(t *testing.T) {
	good := map[string]string{
		"idp.example:443:127.0.0.1":       "idp.example:443:127.0.0.1",
		"IDP.Example.:8443:127.0.0.1":     "idp.example:8443:127.0.0.1",
		"idp.example:443:[::1]":           "idp.example:443:[::1]",
		"idp.example:443:2001:db8::1":     "idp.example:443:[2001:db8::1]",
		"idp.example:443:::ffff:10.0.0.1": "idp.example:443:10.0.0.1",
		"idp.example:443:10.0.0.1,[::1]":  "idp.example:443:10.0.0.1,[::1]",
		"*:443:127.0.0.1":                 "*:443:127.0.0.1",
		"192.0.2.1:443:127.0.0.1":         "192.0.2.1:443:127.0.0.1",
		"[2001:DB8::1]:443:127.0.0.1":     "[2001:db8::1]:443:127.0.0.1",
	}
	for text, want := range good {
		resolution, err := ParseResolve(text)
		if err != nil || resolution.String() != want {
			t.Errorf("%s gives %s, %v, want %s", text, resolution, err, want)
		}
	}
	bad := map[string]string{
		"":                                  "port and address are missing",
		"idp.example":                       "port and address are missing",
		"idp.example:443":                   "the port is missing",
		"idp.example:0:127.0.0.1":           "number from 1 to 65535",
		"idp.example:65536:127.0.0.1":       "number from 1 to 65535",
		"idp.example:https:127.0.0.1":       "number from 1 to 65535",
		"idp.example:443:":                  "not an IPv4 or IPv6 address",
		"idp.example:443:localhost":         "not an IPv4 or IPv6 address",
		"idp.example:443:127.0.0.1,x":       "not an IPv4 or IPv6 address",
		"idp.example:443:fe80::1%lo":        "not an IPv4 or IPv6 address",
		"idp.example:443:[127.0.0.1]":       "bracketed address is not IPv6",
		"idp.example:443:[::1":              "bracketed address is not IPv6",
		"+idp.example:443:127.0.0.1":        "leading + or - is not supported",
		"-idp.example:443":                  "leading + or - is not supported",
		"idp\u00e9.example:443:127.0.0.1":   "not a name in ASCII",
		"https://idp.example:443:127.0.0.1": "the port",
	}
	for text, want := range bad {
		if _, err := ParseResolve(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives the error %v, want one with %q", text, err, want)
		}
	}
}

func TestResolutions(t *testing.T) {
	s := serveHTTP(t, sayOK)
	var resolutions []Resolution
	for _, text := range []string{"*:" + s.port + ":127.0.0.1", "denied.example:" + s.port + ":127.66.0.1"} {
		resolution, err := ParseResolve(text)
		if err != nil {
			t.Fatal(err)
		}
		resolutions = append(resolutions, resolution)
	}
	client := newClient(t, func(c *Config) { c.Resolve = resolutions })
	for _, host := range []string{"idp.example", "IDP.EXAMPLE", "idp.example.", "192.0.2.1", "[2001:db8::1]"} {
		_, body, problem := get(t, client, "http://"+host+":"+s.port)
		wantBody(t, body, problem, "{}")
	}
	_, _, problem := get(t, client, "http://Denied.example.:"+s.port)
	wantProblem(t, problem, "zone", "the address 127.66.0.1 is not public")
	_, _, problem = get(t, client, "http://idp.example:1")
	wantProblem(t, problem, "resolve", "the name server failed for idp.example")
}

func FuzzParseResolve(f *testing.F) {
	for _, seed := range []string{"idp.example:443:127.0.0.1", "*:1:[::1]", "[::1]:443:::ffff:1.2.3.4", "a:1:fe80::1%x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		resolution, err := ParseResolve(text)
		if err != nil {
			return
		}
		again, err := ParseResolve(resolution.String())
		if err != nil || again.String() != resolution.String() {
			t.Errorf("%q gives %s, which gives %s, %v", text, resolution, again, err)
		}
	})
}
