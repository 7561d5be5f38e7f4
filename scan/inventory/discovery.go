package inventory

// Discovery is provider metadata: OpenID Connect Discovery 1.0 section 3 or
// RFC 8414 section 2. Lists hold only the members that are strings.
type Discovery struct {
	Issuer        string
	JWKSURI       string
	Members       []string // names of all top-level members, in document order
	SigningAlgs   []string // id_token_signing_alg_values_supported
	ResponseTypes []string // response_types_supported
	Endpoints     []NamedURL
	InlineKeys    bool // a `jwks` member stands in the document
	Facts         []Fact
}

// NamedURL is a metadata member whose value is a URL, such as token_endpoint.
type NamedURL struct{ Name, URL string }

// Has reports whether the document has a top-level member of this name.
func (d *Discovery) Has(name string) bool {
	for _, member := range d.Members {
		if member == name {
			return true
		}
	}
	return false
}
