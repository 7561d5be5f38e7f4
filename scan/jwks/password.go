package jwks

import "strings"

// hidePassword is a URL of a document without the credential that it may hold: what
// is decoded is kept in histories and shown in reports. Whatever stands before a
// password stays, so that it can still be told that there is one. A text that is no
// URL stays as it is.
func hidePassword(address string) string {
	scheme, rest, ok := strings.Cut(address, "//") // RFC 3986 section 3.2
	if !ok {
		return address
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if at < 0 {
		return address
	}
	hidden := "xxxxx"
	if user, _, ok := strings.Cut(rest[:at], ":"); ok {
		hidden = user + ":" + hidden
	}
	return scheme + "//" + hidden + rest[at:]
}
