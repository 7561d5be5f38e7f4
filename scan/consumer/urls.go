package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// metadataPath is where provider metadata lies under an issuer (OpenID Connect
// Discovery 1.0 section 4).
const metadataPath = "/.well-known/openid-configuration"

// below gives the URLs of what lies at a path under others.
func below(bases []inventory.Value[string], path string) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range bases {
		if v.From == inventory.Explicit {
			v.From = inventory.Implied
		}
		if v.From.Known() {
			v.V = strings.TrimRight(v.V, "/") + "/" + strings.TrimLeft(path, "/")
		}
		out = append(out, v)
	}
	return out
}

// isRemote tells an http or https URL from a file, a resource and the like.
func isRemote(text string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(text), "://")
	return found && (scheme == "http" || scheme == "https")
}

// locations tells the URLs of key sets from files with keys. What is not resolved
// and may be either counts as a URL.
func (s settings) locations(values []inventory.Value[string]) {
	for _, v := range values {
		switch path := strings.HasPrefix(v.Text, "/") || strings.HasPrefix(v.Text, "file:"); {
		case v.From == inventory.Unresolved && !path || isRemote(v.V):
			s.consumer.JWKSURLs = append(s.consumer.JWKSURLs, v)
		case v.V != "" || path:
			s.consumer.StaticFiles = append(s.consumer.StaticFiles, v)
		}
	}
}

// withoutCredentials takes the user information out of URLs, so that it gets into no report.
func withoutCredentials(text string) (string, bool) {
	var b strings.Builder
	rest, found := text, false
	for {
		i := strings.Index(rest, "://")
		if i < 0 {
			return b.String() + rest, found
		}
		b.WriteString(rest[:i+len("://")])
		rest = rest[i+len("://"):]
		end := strings.IndexAny(rest, "/?# |")
		if end < 0 {
			end = len(rest)
		}
		if user := strings.LastIndexByte(rest[:end], '@'); user >= 0 {
			rest, found = rest[user+1:], true
		}
	}
}
