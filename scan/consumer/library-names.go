package consumer

import "strings"

// libraryUse is what a program says of the library that it uses.
type libraryUse struct {
	name      string // as in Libraries, where that is known
	variant   string
	keeper    string // the package that was named, where name is what keeps its keys
	version   string
	versioned bool // a version is given, if only an unreadable one
}

// parseUse reads the ways in which people name a package: "go-oidc@v3",
// "pyjwt/cache_keys@2.10", "PyJWT==2.8", "github.com/coreos/go-oidc/v3",
// "com.nimbusds:nimbus-jose-jwt:9.37", "pkg:npm/jose@6.2.1".
func parseUse(uses string) libraryUse {
	text := strings.ToLower(strings.TrimSpace(uses))
	if rest, ok := strings.CutPrefix(text, "pkg:"); ok { // a package URL: its type says no more than the name
		_, text, _ = strings.Cut(rest, "/")
	}
	var u libraryUse
	text = strings.Replace(text, "==", "@", 1)
	if at := strings.LastIndex(text, "@"); at > 0 { // at 0 it is the scope of an npm package
		text, u.version, u.versioned = strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true
	} else if parts := strings.Split(text, ":"); len(parts) == 3 { // as Gradle writes it
		text, u.version, u.versioned = parts[0]+":"+parts[1], parts[2], true
	}
	if slash := strings.LastIndex(text, "/v"); slash > 0 && parseVersion(text[slash+2:]) != nil { // a Go module
		if !u.versioned {
			u.version, u.versioned = text[slash+2:], true
		}
		text = text[:slash]
	}
	u.identify(text)
	return u
}

// identify finds the library, and its variant where one is named behind a slash.
func (u *libraryUse) identify(text string) {
	plain := strings.NewReplacer("_", "-", ":", "/").Replace(strings.TrimPrefix(text, "github.com/"))
	if name, ok := knownLibrary(plain); ok {
		u.name = name
		return
	}
	if name, ok := libraryKeepers()[plain]; ok {
		u.name, u.keeper = name, plain
		u.version, u.versioned = "", false // of another package
		return
	}
	u.name = text
	slash := strings.LastIndex(text, "/")
	if slash < 0 {
		return
	}
	u.name, u.variant = text[:slash], text[slash+1:]
	if name, ok := knownLibrary(strings.TrimPrefix(u.name, "github.com/")); ok {
		u.name = name
	}
}

// knownLibrary gives the identifier of a library that is named in another way.
func knownLibrary(plain string) (string, bool) {
	for _, l := range Libraries() {
		if l.Name == plain {
			return plain, true
		}
	}
	id, ok := libraryAliases()[plain]
	return id, ok
}

// libraryKeepers are packages that verify tokens with keys which, as the
// documentation of one of the two has it, another package fetches and keeps.
func libraryKeepers() map[string]string {
	return map[string]string{
		"express-jwt":  "jwks-rsa",
		"passport-jwt": "jwks-rsa",
		"fast-jwt":     "get-jwks",
		"@fastify/jwt": "get-jwks",
	}
}

// libraryAliases are other names of libraries, as their package indexes and
// repositories have them. Underscores are written as hyphens, and what stands between
// a group and an artifact of Maven as a slash.
func libraryAliases() map[string]string {
	return map[string]string{
		"coreos/go-oidc":                    "go-oidc",
		"oidc":                              "go-oidc",
		"hashicorp/cap":                     "hashicorp-cap",
		"zitadel/oidc":                      "zitadel-oidc",
		"micahparks/keyfunc":                "keyfunc",
		"lestrrat-go/jwx":                   "jwx",
		"auth0/go-jwt-middleware":           "go-jwt-middleware",
		"panva/jose":                        "jose",
		"node-jwks-rsa":                     "jwks-rsa",
		"auth0/node-jwks-rsa":               "jwks-rsa",
		"nearform/get-jwks":                 "get-jwks",
		"awslabs/aws-jwt-verify":            "aws-jwt-verify",
		"jpadilla/pyjwt":                    "pyjwt",
		"authlib/authlib":                   "authlib",
		"authlib/joserfc":                   "joserfc",
		"mpdavis/python-jose":               "python-jose",
		"nimbus-jose-jwt":                   "nimbus",
		"com.nimbusds/nimbus-jose-jwt":      "nimbus",
		"com.auth0/jwks-rsa":                "jwks-rsa-java",
		"auth0/jwks-rsa-java":               "jwks-rsa-java",
		"org.bitbucket.b-c/jose4j":          "jose4j",
		"io.fusionauth/fusionauth-jwt":      "fusionauth-jwt",
		"fusionauth/fusionauth-jwt":         "fusionauth-jwt",
		"microsoft.identitymodel.tokens":    "microsoft-identitymodel",
		"microsoft.identitymodel.protocols": "microsoft-identitymodel",
		"microsoft.identitymodel.protocols.openidconnect": "microsoft-identitymodel",
		"firebase/php-jwt":        "php-jwt",
		"jwt/ruby-jwt":            "ruby-jwt",
		"nov/json-jwt":            "json-jwt",
		"keats/jsonwebtoken":      "jsonwebtoken-rust",
		"joken-elixir/joken-jwks": "joken-jwks",
		"vapor/jwt-kit":           "jwt-kit",
		"jwtkit":                  "jwt-kit",
	}
}
