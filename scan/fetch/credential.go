package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"net/textproto"
	"strings"
)

const maxCredential = 8192 // octets; servers refuse more in one header field

// Credential is a request header bound to one origin. However it is printed, its
// value does not show.
type Credential struct {
	origin string  // "https://host:port"
	name   string  // canonical field name
	value  *string // behind a pointer: fmt follows none inside a struct, whatever the verb
}

// String gives the origin and the name of the field.
func (c Credential) String() string { return c.origin + "=" + c.name + ":(value not shown)" }

// ParseCredential reads ORIGIN=NAME:@FILE or ORIGIN=NAME:$VARIABLE, such as
// "https://idp.example=Authorization:@/run/secrets/idp". The value comes from
// readFile or lookupEnv (os.ReadFile, os.LookupEnv), white space around it
// trimmed. No error repeats any text that may be a value.
func ParseCredential(
	text string, readFile func(string) ([]byte, error), lookupEnv func(string) (string, bool),
) (Credential, error) {
	written, field, found := strings.Cut(text, "=")
	u, problem := parseURL(written, true)
	if !found || problem != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || strings.Contains(written, "#") {
		return Credential{}, errors.New("credential is not ORIGIN=NAME:@FILE or ORIGIN=NAME:$VARIABLE with an ORIGIN such as https://idp.example")
	}
	where := "credential for " + origin(u)
	name, source, found := strings.Cut(field, ":")
	if !found || !isToken(name) {
		return Credential{}, fmt.Errorf("%s: the header name is missing or not a token, want NAME:@FILE or NAME:$VARIABLE", where)
	}
	name = textproto.CanonicalMIMEHeaderKey(name)
	if isReserved(name) {
		return Credential{}, fmt.Errorf("%s: the header %s is set by this program", where, name)
	}
	value, err := readSecret(source, readFile, lookupEnv)
	if err != nil {
		return Credential{}, fmt.Errorf("%s, header %s: %w", where, name, err)
	}
	return Credential{origin(u), name, &value}, nil
}

func readSecret(source string, readFile func(string) ([]byte, error), lookupEnv func(string) (string, bool)) (string, error) {
	var value string
	switch path, variable := strings.TrimPrefix(source, "@"), strings.TrimPrefix(source, "$"); {
	case path != "" && path != source:
		content, err := readFile(path)
		if err != nil {
			return "", fmt.Errorf("the file after @ cannot be read: %w", withoutPath(err))
		}
		value = string(content)
	case variable != "" && variable != source:
		content, found := lookupEnv(variable)
		if !found {
			return "", errors.New("the environment has no variable of the name after $")
		}
		value = content
	default:
		return "", errors.New("the value must come from @FILE or $VARIABLE: a command line can be read by others")
	}
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		return "", errors.New("the value is empty")
	case len(value) > maxCredential:
		return "", fmt.Errorf("the value is %d octets, want at most %d", len(value), maxCredential)
	case !isFieldValue(value):
		return "", errors.New("the value has line breaks or characters outside ASCII, want one line")
	}
	return value, nil
}

// withoutPath takes the path out of an error: what was given as one may be the value.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return errors.New("the file system refuses")
}

// bindCredentials arranges credentials by origin.
func bindCredentials(credentials []Credential, allowHTTP bool) (map[string][]Credential, error) {
	bound := make(map[string][]Credential, len(credentials))
	for _, credential := range credentials {
		if credential.value == nil {
			return nil, errors.New("fetch: empty credential, want one from ParseCredential")
		}
		if strings.HasPrefix(credential.origin, "http://") && !allowHTTP {
			return nil, fmt.Errorf("credential for %s would be sent in the clear, want https, or allow it with --allow-http", credential.origin)
		}
		for _, other := range bound[credential.origin] {
			if other.name == credential.name {
				return nil, fmt.Errorf("credential for %s: the header %s is given twice, want once", credential.origin, other.name)
			}
		}
		bound[credential.origin] = append(bound[credential.origin], credential)
	}
	return bound, nil
}

// isReserved tells the fields that steer the connection or that every request
// has from those that may carry a credential.
func isReserved(name string) bool {
	switch name {
	case "Accept", "Accept-Encoding", "User-Agent",
		"Host", "Connection", "Keep-Alive", "Proxy-Connection", "Content-Length", "Content-Encoding",
		"Expect", "Range", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// isToken tells whether text may be the name of a header field: a token.
func isToken(text string) bool {
	const others = "!#$%&'*+-.^_`|~"
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune(others, r)
	})
}

// isFieldValue tells whether text may be the value of a header field, ASCII only.
func isFieldValue(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return (r < ' ' && r != '\t') || r > '~' })
}
