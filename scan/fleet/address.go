package fleet

import (
	"errors"
	"net/url"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// address reads an absolute URL; "" where it is none, with a fault that shows no
// credentials.
func (r *reader) address(n *config.Node) string {
	text := r.text(n)
	if text == "" {
		return ""
	}
	if err := checkAddress(text); err != nil {
		r.fault(n.At, "%s %v", place(n), err)
		return ""
	}
	return text
}

func checkAddress(text string) error {
	u, err := url.Parse(text)
	switch {
	case err == nil && u.User != nil || strings.Contains(text, "@"):
		return errors.New("holds a user name or password: bind a credential with --header instead")
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || strings.ContainsAny(text, " \t\r\n"):
		return errors.New("is no absolute URL, want one such as https://idp.example.com/jwks")
	}
	return nil
}

// identifier reads an issuer identifier, which is any text that holds no credentials.
func (r *reader) identifier(n *config.Node) string {
	text := r.text(n)
	if u, err := url.Parse(text); err == nil && u.User != nil {
		r.fault(n.At, "%s holds a user name or password, which no issuer has", place(n))
		return ""
	}
	return text
}
