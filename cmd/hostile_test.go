package cmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHostileNamesAndSizes: what scripts cannot spell. File names, arguments and
// keys full of what acts in a terminal, and a kid of ten thousand characters.
func TestHostileNamesAndSizes(t *testing.T) {
	const weak = `{"keys": [{"kty": "RSA", "alg": "RS256", "kid": %s, "e": "AQAB", "n": "ybPFAjAnFNNG77qWsbn1gS2sLNn9waHmFcpIYsnyBq-byu59gVMPq9nstbk3wuPnX3HiIT6iTH2PaJ2DLlsrdsFh6qe6-mECyYHKveZPShyMscx7YnEN7KODfH-hKCPq1y08AFmudDwZre-SEEuMZ-STkpGCH5UQnZoTG74oyn5Eq107tOHbUER3Z86IkjA6guTPBKFRFykWEt7MoP0rPWTSYOzbBj-hzAya9Frf7bYqHsRO5CJmvbNHNZl3GbQv"}]}`
	dir := t.TempDir()
	names := []string{
		"\x1b[31mred\x1b[0m", "\x1b]8;;https:evil\x07click", "turned\u202eround", "hidden\u200b", "line\nno findings", "back\rno findings",
		"::error::x", "##[group]x", "bad \xff utf-8", "\u009b31m", "[x](y)", "{0}", strings.Repeat("n", 200),
	}
	args := []string{"scan", "--offline", "--consumers", "consumers"}
	for _, name := range names {
		kid, err := json.Marshal("kid of " + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), fmt.Appendf(nil, weak, kid), 0o644); err != nil {
			t.Skipf("this file system does not take such names: %v", err)
		}
		writeFiles(t, dir, map[string]string{"consumers/" + name + "/application.properties": "spring.security.oauth2.resourceserver.jwt.issuer-uri=https://idp.example.com/" + name + "\n"})
		args = append(args, name+".json", "./"+name+"/missing.json", "https://idp.example.com/"+name)
	}
	writeFiles(t, dir, map[string]string{"long.json": fmt.Sprintf(weak, `"`+strings.Repeat("k", 10_000)+`"`)})
	args = append(args, "long.json", strings.Repeat("a", 100_000))
	for _, format := range []string{"table", "sarif", "json"} {
		for _, wide := range []string{"--wide=false", "--wide"} {
			got := runIn(t, dir, append(args, "-o", format, wide)...)
			if harm := harmIn(got); harm != "" {
				t.Errorf("%s: %s", format, harm)
			}
			if n := strings.Count(got, "rsa-modulus-short"); n <= len(names) {
				t.Errorf("%s: rsa-modulus-short is named %d times, want once for each of %d files", format, n, len(names)+1)
			}
			if strings.HasPrefix(got, "no findings") || strings.Contains(got, "\nno findings") {
				t.Errorf("%s: a file name passes for a summary", format)
			}
		}
	}
}
