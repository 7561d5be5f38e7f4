package inventory

// ProblemKind classes what kept us from looking at something.
type ProblemKind string

// The kinds of problems, as reports spell them.
const (
	ProblemConnect     ProblemKind = "connect"      // no connection, or it broke
	ProblemResolve     ProblemKind = "resolve"      // the name has no address
	ProblemNoRoute     ProblemKind = "no-route"     // this machine reaches no address of that kind
	ProblemTimeout     ProblemKind = "timeout"      // a deadline passed
	ProblemTLS         ProblemKind = "tls"          // the certificate or the handshake failed
	ProblemStatus      ProblemKind = "status"       // answered with another status than 200
	ProblemRedirect    ProblemKind = "redirect"     // too many redirects, or one that must not be followed
	ProblemZone        ProblemKind = "zone"         // the address lies in a network that was not allowed
	ProblemPlaintext   ProblemKind = "plaintext"    // http:// without --allow-http
	ProblemTooLarge    ProblemKind = "too-large"    // header or body over the cap
	ProblemEncoding    ProblemKind = "encoding"     // Content-Encoding cannot be read
	ProblemNotJSON     ProblemKind = "not-json"     // the body is not JSON
	ProblemShape       ProblemKind = "shape"        // JSON, but not the document expected
	ProblemNoMetadata  ProblemKind = "no-metadata"  // no metadata at any well-known place of the issuer
	ProblemNoJWKSURI   ProblemKind = "no-jwks-uri"  // metadata names no usable key set
	ProblemOffline     ProblemKind = "offline"      // --offline, and no capture answers it
	ProblemBadTarget   ProblemKind = "bad-target"   // the text names neither a file nor a URL
	ProblemUnreadable  ProblemKind = "unreadable"   // a file that cannot be read or parsed
	ProblemUnknownFile ProblemKind = "unrecognised" // an explicit file that nothing recognises
	ProblemInterrupted ProblemKind = "interrupted"  // the run was stopped before it was looked at
	ProblemInternal    ProblemKind = "internal"     // a fault of this program while looking
)

// Asked reports whether anybody was asked: a look of which this is false says
// nothing about the server.
func (k ProblemKind) Asked() bool {
	return k != ProblemOffline && k != ProblemInterrupted && k != ProblemInternal
}

// Problem is a thing that could not be looked at. Reported as a gap: it never
// counts as clean.
type Problem struct {
	Target  string // the URL, file or text that was to be looked at
	Kind    ProblemKind
	Detail  string   // what happened and what to do about it; may hold remote text, escape before printing
	Tried   []string // every URL asked, with its outcome, for targets with several places to look
	Origins []Origin // who named it, in argument order
	Status  int      // HTTP status where one was received; 0 otherwise
}

// Error makes a problem usable as an error inside scan.
func (p *Problem) Error() string { return p.Target + ": " + p.Detail }
