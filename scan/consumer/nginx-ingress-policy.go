package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nginxIngressPolicy reads the Policy of NGINX Ingress Controller, for JWT and for
// OpenID Connect, of which it makes NGINX Plus configuration.
func nginxIngressPolicy() Dialect {
	return Dialect{
		Product:  "nginx-ingress-policy",
		Signs:    []string{"k8s.nginx.org/"},
		Variants: []Variant{nginxPolicyRemote(), nginxPolicySecret(), nginxPolicyOIDC()},
		Open:     func() Reader { return &fileReader{read: readNginxPolicy} },
	}
}

const (
	nginxPolicyTypes = "nginx/kubernetes-ingress@0eb3072d1 pkg/apis/configuration/v1/types.go"
	nginxPolicyOIDCs = "nginx/kubernetes-ingress@0eb3072d1 internal/configs/version2/oidc.tmpl"
)

// nginxPolicyRemote asks for the keys in a subrequest and keeps them for keyCache,
// which has no default.
func nginxPolicyRemote() Variant {
	const template = "nginx/kubernetes-ingress@0eb3072d1 internal/configs/version2/nginx-plus.virtualserver.tmpl"
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			HTTPCache:    inventory.CacheIgnored, // its location has no proxy_cache
			UnknownKid:   byDefault(false, nginxJWT),
			StaleOnError: byDefault(inventory.For(0), template),
			Verdicts:     byDefault(inventory.For(0), nginxValid),
		},
		Checks: nginxPolicyChecks(),
	}
}

// nginxPolicySecret reads keys from a Secret.
func nginxPolicySecret() Variant {
	v := nginxPolicyRemote()
	v.Name = "secret"
	v.Refresh = inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: v.Refresh.Verdicts}
	v.Checks.VerifiesTLS = inventory.Value[bool]{}
	return v
}

// nginxPolicyOIDC caches the key set like any response, whatever its headers say,
// and serves the old one while the new one is fetched or cannot be.
func nginxPolicyOIDC() Variant {
	v := nginxPolicyRemote()
	v.Name = "oidc"
	v.Refresh.Interval = byDefault(inventory.For(12*time.Hour), nginxPolicyOIDCs)
	v.Refresh.StaleOnError = byDefault(inventory.Forever(), nginxPolicyOIDCs)
	v.Refresh.UsesExpired = true
	v.Checks = inventory.Checks{VerifiesTLS: byDefault(false, nginxPolicyTypes)}
	return v
}

func nginxPolicyChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:      byDefault(false, nginxJWT),
		Audience:    byDefault(false, nginxJWT),
		Algorithms:  byDefault([]string(nil), nginxJWT),
		Skew:        byDefault(time.Duration(0), nginxJWT),
		VerifiesTLS: byDefault(false, nginxPolicyTypes),
	}
}

func readNginxPolicy(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("k8s.nginx.org/") {
		for _, object := range objectsWithin(doc, "k8s.nginx.org", "Policy") {
			spec := object.Get("spec")
			if jwt := spec.Get("jwt"); jwt != nil {
				s := declare(doc, spec, objectName(object), jwt.At, nginxPolicyRemote())
				readNginxPolicyJWT(s, jwt)
				found = append(found, s.consumer)
			}
			if oidc := spec.Get("oidc"); oidc != nil {
				s := declare(doc, spec, objectName(object), oidc.At, nginxPolicyOIDC())
				s.consumer.JWKSURLs = s.one(oidc.Get("jwksURI"))
				readNginxPolicyTLS(s, oidc)
				found = append(found, s.consumer)
			}
		}
	}
	return found, len(found) > 0
}

func readNginxPolicyJWT(s settings, jwt *config.Node) {
	c := s.consumer
	if secret := jwt.Get("secret"); secret.Scalar() != "" {
		nginxPolicySecret().apply(c)
		s.references(secret, "Secret")
		return
	}
	c.JWKSURLs = s.one(jwt.Get("jwksURI"))
	c.Refresh.Interval = parsed(s, jwt.Get("keyCache"), c.Refresh.Interval, `a time of NGINX such as "1h"`, nginxTime)
	switch cache := c.Refresh.Interval; {
	case cache.From.Known() && cache.V.D == 0: // 0s disables the cache
		c.Refresh.Mode = inventory.ModePerRequest
	case jwt.Get("keyCache") == nil:
		s.note("keyCache is not set, which the controller refuses beside jwksURI")
	}
	readNginxPolicyTLS(s, jwt)
}

func readNginxPolicyTLS(s settings, n *config.Node) {
	checks := &s.consumer.Checks
	checks.VerifiesTLS = truth(s, n.Get("sslVerify"), checks.VerifiesTLS)
}
