package inventory

// Role is what the document behind a URL is expected to be.
type Role uint8

// The roles of a target.
const (
	RoleUnknown  Role = iota // recognised by its content once fetched
	RoleKeySet               // a JWK Set, stated by a consumer or a capture
	RoleMetadata             // provider metadata at exactly this URL
	RoleIssuer               // an issuer identifier: metadata is looked up at its well-known places
)

// Target is one thing to ask, after duplicates were joined.
type Target struct {
	URL       string // canonical absolute URL; "" for a file that names none
	File      string // slash-separated path of a saved document without a URL; "" otherwise
	Role      Role
	Issuers   []string // issuer identifiers that consumers expect behind the URL, as they spell them
	Origins   []Origin // everyone who named it, in argument order
	Consumers []*Consumer
	// Optional is true where every consumer that names this issuer states its key
	// set itself: no metadata is then a fact about the issuer, and no gap.
	Optional bool
}
