package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// mongodb reads the identity providers of MongoDB's OIDC mechanism: the server's
// parameter, which is JSON in a text, and the objects of the Kubernetes operator.
func mongodb() Dialect {
	return Dialect{
		Product:  "mongodb",
		Signs:    []string{mongoParameter, mongoProviders},
		Variants: []Variant{mongoProvider()},
		Open:     func() Reader { return &fileReader{read: readMongoDB} },
	}
}

const (
	mongoParameter = "oidcIdentityProviders"
	mongoProviders = "oidcProviderConfigs"
	mongoQuiesce   = "JWKSMinimumQuiescePeriodSecs"
	mongoManager   = "mongodb/mongo@080280f src/mongo/crypto/jwk_manager.cpp"
	mongoFields    = "mongodb/docs v7.3/source/includes/fact-oidc-providers.rst"
)

// mongoProvider polls every JWKSPollSecs, of which no default is known, and asks
// again for an unknown kid. Any RSA key that it does not like, and any key without a
// kid, ends the reading of the set; then it goes on with the old one.
func mongoProvider() Variant {
	const (
		fetcher    = "mongodb/mongo@080280f src/mongo/crypto/jwks_fetcher_impl.cpp"
		parameters = "mongodb/mongo@080280f src/mongo/crypto/jwt_parameters.idl"
		types      = "mongodb/mongo@0d083d5 src/mongo/crypto/jwt_types.idl"
	)
	return Variant{
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, mongoManager),
			Cooldown:     byDefault(inventory.For(time.Minute), parameters),
			StaleOnError: byDefault(inventory.Forever(), mongoManager),
		},
		Checks: inventory.Checks{Issuer: byDefault(true, mongoFields), Audience: byDefault(true, mongoFields)},
		Capabilities: inventory.Capabilities{
			KeyTypes: byDefault([]string{"RSA"}, mongoManager),
			Spoilers: spoilers(mongoManager, inventory.SpoilerMember, inventory.SpoilerLength,
				inventory.SpoilerKid, inventory.SpoilerDuplicate),
			Needs:          needs(types, "kid"),
			StrictIntegers: byDefault(false, mongoManager),
			Accept:         byDefault("*/*", fetcher),
			LeastRSABits:   byDefault(2048, mongoManager),
		},
	}
}

func readMongoDB(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(mongoParameter, mongoProviders) {
		for n := range doc.Root().All() {
			if argument, ok := strings.CutPrefix(n.Scalar(), mongoParameter+"="); ok { // of --setParameter
				found = append(found, readMongoParameter(doc, n, n.Embedded(argument), nil)...)
			}
			switch parameter := n.Get(mongoParameter); {
			case parameter == nil:
			case parameter.Is(config.List):
				found = append(found, readMongoParameter(doc, parameter, parameter, n.Get(mongoQuiesce))...)
			default:
				found = append(found, readMongoParameter(doc, parameter, parameter.Embedded(parameter.Scalar()), n.Get(mongoQuiesce))...)
			}
		}
		for _, object := range objectsWithin(doc, "mongodb.com", "MongoDB", "MongoDBMultiCluster") {
			found = append(found, readMongoObject(doc, object)...)
		}
	}
	return found, len(found) > 0
}

// readMongoParameter reads the list of providers that stands at a node, or in its
// text; the text may also be a reference.
func readMongoParameter(doc *config.Document, at, list, quiesce *config.Node) (found []*inventory.Consumer) {
	if !list.Is(config.List) {
		s := declare(doc, nil, mongoParameter, at.At, mongoProvider())
		s.named(mongoParameter).unresolved(at, "identity providers that stand elsewhere or are no JSON")
		return []*inventory.Consumer{s.consumer}
	}
	for i, p := range list.Elements() {
		s := declare(doc, list, listOf(mongoParameter, p.Get("authNamePrefix").Scalar(), i), p.At, mongoProvider())
		c, seconds := s.consumer, whole(time.Second)
		c.Issuers, c.Checks.Audiences = s.one(p.Get("issuer")), s.one(p.Get("audience"))
		c.JWKSURLs = s.one(p.Get("JWKSUri"))
		c.Refresh.Interval = parsed(s, p.Get("JWKSPollSecs"), c.Refresh.Interval, "a number of seconds", seconds)
		if poll := &c.Refresh.Interval; poll.From.Known() && poll.V.D == 0 { // switched off
			c.Refresh.Mode, poll.V = inventory.ModeMissOnly, inventory.Forever()
		}
		c.Refresh.Cooldown = parsed(s.named(mongoQuiesce), quiesce, c.Refresh.Cooldown, "a number of seconds", seconds)
		found = append(found, c)
	}
	return found
}

// readMongoObject reads an object of the operator, in which no setting says how often
// to poll.
func readMongoObject(doc *config.Document, object *config.Node) (found []*inventory.Consumer) {
	spec := object.Get("spec")
	for i, p := range spec.Get("security").Get("authentication").Get(mongoProviders).Elements() {
		s := declare(doc, spec, listOf(objectName(object), p.Get("configurationName").Scalar(), i), p.At, mongoProvider())
		s.consumer.Issuers, s.consumer.Checks.Audiences = s.one(p.Get("issuerURI")), s.one(p.Get("audience"))
		found = append(found, s.consumer)
	}
	return found
}
