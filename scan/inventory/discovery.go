package inventory

// Discovery is provider metadata: OpenID Connect Discovery 1.0 section 3 or
// RFC 8414 section 2; or that of a protected resource: RFC 9728 section 2. Lists
// hold only the members that are strings.
type Discovery struct {
	Issuer        string
	JWKSURI       string
	Members       []string // names of all top-level members, in document order
	SigningAlgs   []string // id_token_signing_alg_values_supported
	ResponseTypes []string // response_types_supported
	Endpoints     []NamedURL
	InlineKeys    bool        // a `jwks` member stands in the document
	SignedJWKSURI string      // signed_jwks_uri of OpenID Federation
	Algorithms    []NamedList // every member *_alg_values_supported and *_enc_values_supported, in document order

	Resource             string   // identifier of the protected resource; "" for a provider
	AuthorizationServers []string // issuers whose tokens the resource takes, where it says so
	Facts                []Fact
}

// NamedURL is a metadata member whose value is a URL, such as token_endpoint.
type NamedURL struct{ Name, URL string }

// NamedList is a metadata member whose value is a list, such as
// dpop_signing_alg_values_supported.
type NamedList struct {
	Name   string
	Values []string
}

// Listed gives the values of one of Algorithms; nil where it is absent.
func (d *Discovery) Listed(name string) []string {
	for _, list := range d.Algorithms {
		if list.Name == name {
			return list.Values
		}
	}
	return nil
}

// Has reports whether the document has a top-level member of this name.
func (d *Discovery) Has(name string) bool {
	for _, member := range d.Members {
		if member == name {
			return true
		}
	}
	return false
}
