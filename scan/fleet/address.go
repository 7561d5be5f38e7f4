package fleet

import (
	"errors"
	"net/url"
	"path/filepath"
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

// history reads where the history lies: a file below the fleet file's folder, or the
// user's own. The file may come from anybody's checkout: it names neither what lies
// elsewhere nor a database, to which the environment's password would be sent.
func (r *reader) history(n *config.Node) {
	text := r.text(n)
	if strings.Contains(text, "://") || !filepath.IsLocal(filepath.FromSlash(text)) {
		r.fault(n.At, "history is no path below this file's folder, want one such as jwksaudit.db, or default; a database is named by --history")
		return
	}
	r.file.History = text
}
