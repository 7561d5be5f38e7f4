package inventory

import (
	"math/big"
	"slices"
	"time"
)

// Form is the shape in which keys were published.
type Form uint8

// The forms that are recognised.
const (
	FormSet            Form = iota // RFC 7517 section 5: {"keys": [...]}
	FormBareKey                    // one JWK without a set
	FormArray                      // a JSON array of JWKs without a set
	FormCertificateMap             // an object of kid to PEM certificate or public key: not a JWK Set
	FormSigned                     // a JWT whose payload is a JWK Set (OpenID Federation); see KeySet.Signed
)

// KeySet is a published key set, decoded leniently: whatever can be read is
// here, and what is wrong with the text is in Facts and in each key's Facts.
type KeySet struct {
	Form  Form
	Keys  []Key    // in document order, unreadable ones included
	Facts []Fact   // about the document and its top-level members
	Names []string // of top-level members, in document order
	Leaks []Leak   // among them

	Signed *SignedSet   // nil where the set is not a JWT
	Bundle *TrustBundle // nil where nothing says that the set is a SPIFFE bundle
}

// SignedSet is what a JWT around a key set says (OpenID Federation 1.0 sections
// 5.2.1 and 8.7.2). Nobody has verified its signature: it is never trusted.
type SignedSet struct {
	Type, Algorithm, Kid string // header parameters typ, alg and kid
	Issuer, Subject      string // claims iss and sub
	IssuedAt, Expires    *NumericDate
}

// TrustBundle is what a SPIFFE bundle says besides its keys (SPIFFE Trust Domain and
// Bundle section 4.1).
type TrustBundle struct {
	Sequence    *uint64 // spiffe_sequence; nil where it is absent or no such integer
	RefreshHint *uint64 // spiffe_refresh_hint, in seconds; nil likewise
}

// Leak is a member that no specification of JWK defines and that holds, or by its
// name promises, a secret. Its value was dropped.
type Leak struct {
	Member string
	What   string // such as "a PKCS #8 private key"; "" where only the name says so
}

// FactKind is one way in which a document departs from the strict form of its
// specification while it can still be read.
type FactKind string

// The strict facts.
const (
	FactDuplicateMember FactKind = "duplicate-member" // RFC 8259 section 4: the same name twice; the last one counts here
	FactTrailingData    FactKind = "trailing-data"    // something follows the JSON value
	FactMalformed       FactKind = "malformed"        // the JSON is broken or breaks off: only what stands before was read
	FactByteOrderMark   FactKind = "byte-order-mark"  // RFC 8259 section 8.1
	FactInvalidUTF8     FactKind = "invalid-utf8"     // RFC 8259 section 8.1
	FactWrongType       FactKind = "wrong-type"       // the member is not of the JSON type that its specification gives
	FactMissing         FactKind = "missing"          // a required member is absent or empty
	FactPadding         FactKind = "padding"          // base64url with '='
	FactAlphabet        FactKind = "alphabet"         // characters outside base64url: '+', '/', white space, others
	FactNonCanonical    FactKind = "non-canonical"    // unused trailing bits are set, or an impossible length
	FactLeadingZero     FactKind = "leading-zero"     // a Base64urlUInt with leading zero octets
	FactLength          FactKind = "length"           // not the number of octets that the curve or algorithm fixes
	FactCase            FactKind = "case"             // a name or value that would be right in another case: "rsa", "Keys"
	FactTooDeep         FactKind = "too-deep"         // nested beyond the cap: that part was not read
	FactTooMany         FactKind = "too-many"         // more elements than the cap: the rest was not read
)

// Fact is one strict fact. Detail never holds the value of a private member.
type Fact struct {
	Kind   FactKind
	Member string // the member it is about, "" for the document
	Detail string // what was found and what was expected
}

// Key is the public half of one JWK and the facts about its text.
type Key struct {
	Index   int      // position in the set, 0-based
	Members []string // names of all members in document order; a duplicate stands twice

	Kty, Kid, Alg, Use, Crv string   // "" where absent or not a string; see Has
	KeyOps                  []string // nil where absent

	RSA *RSAKey // at most one of these is set; all nil where the public half cannot be read
	EC  *ECKey
	OKP *OKPKey
	AKP *AKPKey
	Oct *OctKey

	Bits       int    // RSA modulus, curve field or symmetric length; 0 where it has no meaning
	Thumbprint string // RFC 7638 SHA-256, base64url, over canonical integers; "" where it cannot be computed
	Problem    string // why the public half cannot be read; "" where it can
	Rejected   string // what go-jose says of this key alone; "" where it accepts it

	Private      []PrivateMember // members that must not be published
	Leaks        []Leak          // secrets in members that are not for them
	Certificates []Certificate   // x5c, leaf first
	X5T, X5TS256 string          // as published
	X5U          string

	Expires, NotBefore, IssuedAt *NumericDate // exp, nbf, iat of OpenID Federation; nil where absent
	Revoked                      bool         // a `revoked` member stands in the key (OpenID Federation)
	RevokedAt                    *NumericDate // revoked_at in it; nil where absent

	Facts []Fact
}

// Has reports whether the key has a member of this name, whatever its value.
func (k *Key) Has(member string) bool { return slices.Contains(k.Members, member) }

// FactsOf returns the key's facts of one kind.
func (k *Key) FactsOf(kind FactKind) []Fact {
	return slices.DeleteFunc(slices.Clone(k.Facts), func(f Fact) bool { return f.Kind != kind })
}

// RSAKey is an RSA public key (RFC 7518 section 6.3); integers of any size and sign zero or positive.
type RSAKey struct{ N, E *big.Int }

// ECKey is an elliptic curve point (RFC 7518 section 6.2), not checked to lie on its curve.
type ECKey struct {
	Curve string
	X, Y  *big.Int
}

// OKPKey is an octet key pair's public half (RFC 8037 section 2).
type OKPKey struct {
	Curve string
	X     []byte
}

// AKPKey is an algorithm key pair's public half (RFC 9964).
type AKPKey struct {
	Alg string
	Pub []byte
}

// OctKey is what is kept of a symmetric key that was published.
type OctKey struct {
	Octets    int
	Guessable bool // it is one that anybody would try: a common word, one octet repeated, the example of an RFC
}

// PrivateMember is a member that holds private key material; its value was dropped.
type PrivateMember struct {
	Name    string // "d", "p", "q", "dp", "dq", "qi", "oth", "k" or "priv"
	Octets  int    // length of the decoded value; 0 where it is empty or cannot be decoded
	Empty   bool   // present without a value: no secret is lost
	Matches bool   // proved to belong to the public half (d*G = Q, p*q = n, ...)
}

// NumericDate is a time as seconds since 1970 (RFC 7519 section 2).
type NumericDate struct {
	Seconds float64 // as published
	Time    time.Time
}

// Certificate is one element of x5c.
type Certificate struct {
	Problem            string // why it cannot be read; then all else is zero
	NotBefore          time.Time
	NotAfter           time.Time
	SignatureAlgorithm string // as crypto/x509 names it, such as "SHA256-RSA"
	MatchesKey         bool   // its public key is the JWK's
	SelfIssued         bool   // issuer and subject are one name: no other certificate vouches for it
	SHA1, SHA256       string // thumbprints of the DER, base64url without padding
}
