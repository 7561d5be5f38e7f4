package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nomad reads ACL auth methods as the API takes them, and the configuration of one
// as the command line does; and those of Terraform.
func nomad() Dialect {
	return Dialect{
		Product:  "nomad",
		Signs:    append(authMethodSources(), nomadResource),
		Variants: []Variant{nomadRemote(), nomadStatic()},
		Open:     func() Reader { return &fileReader{read: readNomad} },
	}
}

const nomadSource = "hashicorp/nomad@aa026cc lib/auth/jwt/validator.go"

// nomadRemote makes a new key set for every login.
func nomadRemote() Variant {
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), nomadSource),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, nomadSource),
			Cooldown:     byDefault(inventory.For(0), nomadSource),
			StaleOnError: byDefault(inventory.For(0), nomadSource),
			Verdicts:     byDefault(inventory.For(0), nomadSource),
		},
	}
}

// nomadStatic has its keys written into the method.
func nomadStatic() Variant {
	return Variant{
		Name: "static",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), nomadSource),
		},
	}
}

func readNomad(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(nomad().Signs...) {
		if methods := terraformNomadMethods(doc); len(methods) > 0 {
			found, known = append(found, methods...), true
		}
		for n := range doc.Root().All() {
			method, name := n.Get("Config"), n.Get("Name").Scalar()
			kind := n.Get("Type").Scalar()
			alone := n.Get("SigningAlgs") != nil || n.Get("BoundIssuer").Is(config.List)
			if alone && n.Name() != "Config" { // as the command line takes it
				method, kind = n, "JWT"
			}
			if kind != "JWT" && kind != "OIDC" || method.Get(authMethodSources()...) == nil {
				continue // Consul's types are in small letters
			}
			known = true
			found = append(found, readNomadMethod(doc, n, method, name))
		}
	}
	return found, known
}

func readNomadMethod(doc *config.Document, n, method *config.Node, name string) *inventory.Consumer {
	s := declare(doc, n, name, placed(method.Get(authMethodSources()...)), nomadRemote())
	bound := s.texts(method.Get("BoundIssuer"))
	readAuthMethod(s, method, bound, nomadStatic())
	c := s.consumer
	c.Checks.Issuer = follows(bound, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(method.Get("BoundAudiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.texts(method.Get("SigningAlgs")), c.Checks.Algorithms)
	return c
}
