package rules

import "fmt"

// RefKind classes references, since SARIF lists all but sources as taxonomies.
type RefKind uint8

// The kinds of references.
const (
	RefSource RefKind = iota // a specification, a standard, a study
	RefCWE
	RefNHI // OWASP Non-Human Identities Top 10, 2025
	RefCSF // NIST Cybersecurity Framework 2.0
)

// Ref is one reference of a rule.
type Ref struct {
	Kind  RefKind
	ID    string // "RFC 7518", "CWE-326", "NHI4", "PR.AA-04"
	Place string // section or clause; "" for the whole
	Title string // name of the weakness, risk or outcome; "" for sources
	URL   string
}

// String gives the reference as a reader cites it.
func (r Ref) String() string {
	switch {
	case r.Title != "":
		return r.ID + " " + r.Title
	case r.Place != "":
		return r.ID + " section " + r.Place
	}
	return r.ID
}

// RFC cites a section of an RFC.
func RFC(number int, section string) Ref {
	url := fmt.Sprintf("https://www.rfc-editor.org/rfc/rfc%d.html", number)
	if section != "" {
		url += "#section-" + section
	}
	return Ref{ID: fmt.Sprintf("RFC %d", number), Place: section, URL: url}
}

// OIDCCore cites a section of OpenID Connect Core 1.0.
func OIDCCore(section string) Ref {
	return openID("OpenID Connect Core 1.0", "openid-connect-core-1_0", section)
}

// OIDCDiscovery cites a section of OpenID Connect Discovery 1.0.
func OIDCDiscovery(section string) Ref {
	return openID("OpenID Connect Discovery 1.0", "openid-connect-discovery-1_0", section)
}

// OIDFederation cites a section of OpenID Federation 1.0.
func OIDFederation(section string) Ref {
	return openID("OpenID Federation 1.0", "openid-federation-1_0", section)
}

func openID(title, document, section string) Ref {
	url := "https://openid.net/specs/" + document + ".html"
	return Ref{ID: title, Place: section, URL: url}
}

// baselineRequirements cites the CA/Browser Forum TLS Baseline Requirements: made
// for certificates, and the best public list of what no public key may be.
func baselineRequirements(section string) Ref {
	return Source("CA/Browser Forum TLS Baseline Requirements", section, "https://github.com/cabforum/servercert/blob/main/docs/BR.md")
}

// fips186 cites the Digital Signature Standard of 2023.
func fips186(place string) Ref {
	return Source("FIPS 186-5", place, "https://doi.org/10.6028/NIST.FIPS.186-5")
}

// csf20 cites an outcome of the NIST Cybersecurity Framework 2.0 as what makes
// something a defect: inventories, owners and exceptions are its matter, and no protocol's.
func csf20(subcategory string) Ref {
	return Source("NIST CSF 2.0 "+subcategory, "", "https://doi.org/10.6028/NIST.CSWP.29")
}

// sp80057 cites the recommendation on how long keys are used, and what becomes of them.
func sp80057(place string) Ref {
	return Source("NIST SP 800-57 Part 1 Rev. 5", place, "https://doi.org/10.6028/NIST.SP.800-57pt1r5")
}

// fapi2Profile cites a section of the FAPI 2.0 Security Profile, final of February 2025.
func fapi2Profile(section string) Ref {
	return Source("FAPI 2.0 Security Profile", section, "https://openid.net/specs/fapi-security-profile-2_0-final.html")
}

// panvaJOSE cites a widely used client that takes status 200 alone and follows no redirect.
func panvaJOSE() Ref {
	return Source("panva/jose createRemoteJWKSet", "", "https://github.com/panva/jose/blob/main/src/jwks/remote.ts")
}

// istioCoupling cites a mesh in which one key set that failed starved the others.
func istioCoupling() Ref {
	return Source("Istio issue 51636", "", "https://github.com/istio/istio/issues/51636")
}

// nimbusSizeLimit cites the most widely used bound on the size of a key set.
func nimbusSizeLimit() Ref {
	return Source("Nimbus JOSE+JWT JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT", "",
		"https://www.javadoc.io/doc/com.nimbusds/nimbus-jose-jwt/latest/com/nimbusds/jose/jwk/source/JWKSourceBuilder.html")
}

// Source cites a document that has no constructor of its own.
func Source(title, place, url string) Ref { return Ref{ID: title, Place: place, URL: url} }

// CWE cites a weakness by its number; the name comes from cweNames.
func CWE(number int) Ref {
	return Ref{
		Kind: RefCWE, ID: fmt.Sprintf("CWE-%d", number), Title: cweName(number),
		URL: fmt.Sprintf("https://cwe.mitre.org/data/definitions/%d.html", number),
	}
}

// NHI cites a risk of the OWASP Non-Human Identities Top 10, 2025.
func NHI(number int) Ref {
	return Ref{
		Kind: RefNHI, ID: fmt.Sprintf("NHI%d", number), Title: nhiName(number),
		URL: "https://owasp.org/www-project-non-human-identities-top-10/2025/top-10-2025/",
	}
}
