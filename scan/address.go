package scan

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Well-known suffixes of provider metadata.
const (
	openIDSuffix = "/.well-known/openid-configuration"       // OpenID Connect Discovery 1.0 section 4
	oauthSuffix  = "/.well-known/oauth-authorization-server" // RFC 8414 section 3
)

// maxURL bounds every URL, in octets, as scan/fetch does.
const maxURL = 4096

// parseAddress reads an absolute http or https URL; text without a scheme gets
// https. The result is canonical: lower-case scheme and host, no default port,
// no fragment. Errors never quote the text, which may hold a password.
func parseAddress(text string) (*url.URL, error) {
	if strings.ContainsAny(text, " \t\r\n") {
		return nil, errors.New("holds white space: want one URL or one path")
	}
	if !strings.Contains(text, "://") {
		if scheme, _, _ := strings.Cut(strings.ToLower(text), ":"); scheme == "https" || scheme == "http" {
			return nil, errors.New("lacks // after " + scheme + ":")
		}
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("is neither an existing path nor a URL")
	}
	return u, checkAddress(u)
}

func checkAddress(u *url.URL) error {
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("has another scheme, want https or http")
	case u.User != nil:
		return errors.New("holds a user name or password: bind a credential with --header instead")
	case u.Hostname() == "", u.Opaque != "", strings.Contains(u.Hostname(), ":") && u.Host[0] != '[':
		return errors.New("names no host")
	}
	u.Host = strings.ToLower(u.Host)
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" || port == "" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.Fragment, u.RawFragment = "", ""
	if size := len(u.String()); size > maxURL {
		return fmt.Errorf("is %d octets long: want at most %d", size, maxURL)
	}
	return nil
}

// canonical is the canonical form of an absolute URL; "" where the text is none.
func canonical(text string) string {
	if !strings.Contains(text, "://") {
		return ""
	}
	u, err := parseAddress(text)
	if err != nil {
		return ""
	}
	return u.String()
}

// recorded is canonical for a URL that somebody else asked: the credentials that
// it may hold are dropped, as the answer is here already.
func recorded(text string) string {
	u, err := url.Parse(text)
	if err != nil || strings.ContainsAny(text, " \t\r\n") {
		return ""
	}
	u.User = nil
	if checkAddress(u) != nil {
		return ""
	}
	return u.String()
}

// maxShown bounds how much of a text that is no target is shown, in octets.
const maxShown = 200

// shown is a text as messages show it: short, and with nothing that stands before
// an '@'. Queries stay as they are: they tell one key set from another, and a URL
// must be the one that was asked.
func shown(text string) string {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		scheme := ""
		for _, known := range []string{"https://", "http://"} {
			if len(text) > len(known) && strings.EqualFold(text[:len(known)], known) {
				scheme = known
			}
		}
		text = scheme + "***" + text[at:]
	}
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "..."
	}
	return text
}

// metadataLocations lists where the metadata of an issuer may be, in the order
// in which they are tried: OpenID Connect Discovery 1.0 section 4 appends, RFC
// 8414 section 3.1 inserts its own suffix before the path, and section 5
// describes the OpenID suffix inserted likewise.
func metadataLocations(issuer string) []string {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil
	}
	u.RawQuery, u.Fragment = "", ""
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	origin := originOf(u)
	locations := []string{origin + path + openIDSuffix, origin + oauthSuffix + path}
	if path != "" {
		locations = append(locations, origin+openIDSuffix+path)
	}
	return locations
}

// issuerOf is the inverse: the issuer whose metadata stands at this URL, by
// either way of placing it; "" where the URL is no well-known place.
func issuerOf(metadataURL string) string {
	u, err := url.Parse(metadataURL)
	if err != nil {
		return ""
	}
	origin, path := originOf(u), u.EscapedPath()
	for _, suffix := range []string{openIDSuffix, oauthSuffix} {
		if before, ok := strings.CutSuffix(path, suffix); ok {
			return origin + before
		}
		if after, ok := strings.CutPrefix(path, suffix+"/"); ok {
			return origin + "/" + after
		}
	}
	return ""
}

// originOf is a URL without its path.
func originOf(u *url.URL) string { return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String() }

// issuerAt chooses between the two identifiers whose metadata stands at one place,
// with and without a slash at the end: a document that names the one with the
// slash is at its right place.
func issuerAt(place, named string) string {
	if named == place+"/" {
		return named
	}
	return place
}
