package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// openBao reads the JWT auth method of OpenBao where it can be told from Vault's:
// JSON with settings that Vault has not, and requests of a server's own
// configuration ("initialize").
func openBao() Dialect {
	return Dialect{
		Product:    "openbao",
		Signs:      []string{"skip_jwks_validation", "override_allowed_server_names"},
		Companions: []string{`initialize "`, `"initialize"`},
		Variants:   []Variant{openBaoRemote(), openBaoPinned()},
		Open:       func() Reader { return &fileReader{read: readOpenBao} },
	}
}

func openBaoRemote() Variant {
	return Variant{Name: "remote", Refresh: goOIDCRefresh()}
}

func openBaoPinned() Variant {
	return Variant{Name: "pinned", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}}
}

// openBaoOnly reports whether a configuration has settings that Vault has not.
func openBaoOnly(body *config.Node) bool {
	return body.Field("skip_jwks_validation") != nil || body.Field("override_allowed_server_names") != nil
}

func readOpenBao(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(append(openBao().Signs, openBao().Companions...)...) {
		if body := vaultBody(doc.Root()); body != nil && openBaoOnly(body) {
			found = append(found, readOpenBaoMethod(doc, body, "", body.At))
		}
		for _, group := range doc.Root().Each("initialize") {
			for _, f := range group.Fields {
				for _, request := range openBaoRequests(f.Value) {
					body := request.Value.Get("data")
					found = append(found, readOpenBaoMethod(doc, body, request.Name, request.At))
				}
			}
		}
	}
	return found, len(found) > 0
}

// openBaoRequests are the requests that configure a JWT method.
func openBaoRequests(group *config.Node) []config.Field {
	var out []config.Field
	for _, requests := range group.Each("request") {
		for _, f := range requests.Fields {
			path := f.Value.Get("path").Scalar()
			if strings.HasPrefix(path, "auth/") && strings.HasSuffix(path, "/config") && vaultBody(f.Value.Get("data")) != nil {
				f.Name = path
				out = append(out, f)
			}
		}
	}
	return out
}

func readOpenBaoMethod(doc *config.Document, body *config.Node, name string, at inventory.Origin) *inventory.Consumer {
	s := declare(doc, body, name, at, openBaoRemote())
	readVaultKeys(s, body, openBaoPinned())
	s.note("bound_audiences are set by the roles, which stand elsewhere")
	return s.consumer
}
