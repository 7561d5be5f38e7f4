package inventory

import "time"

// Consumer is one place in a configuration that trusts keys of an issuer.
type Consumer struct {
	Product string // identifier such as "envoy" or "kubernetes-apiserver"
	Variant string // how it runs where that changes the bounds, such as "servlet"; "" where there is one way
	Name    string // as the configuration calls it, such as "shop/corp"; unique within its file
	Origin  Origin // where its trust is declared

	Owner       string // as the fleet file says; "" where nobody is named
	Environment string // as the fleet file says; "" where not said

	Issuers       []Value[string] // accepted `iss` values; empty: see Checks.Issuer
	JWKSURLs      []Value[string]
	DiscoveryURLs []Value[string] // metadata URLs stated apart from the issuer
	Pins          []Pin           // keys written into the configuration
	WebOrigins    []Value[string] // origins of the pages whose scripts fetch the keys in a browser; empty for all else
	StaticFiles   []Value[string] // local files or secrets that hold keys: not followed
	PinsTLS       []Value[string] // fingerprints of the certificates that it accepts of the key set's server; empty: any that verifies

	Refresh      Refresh
	Checks       Checks
	Capabilities Capabilities
	Unresolved   []Placeholder
	Notes        []string // what a reader must know: a missing companion file, an assumption
}

// StaticKeys reports whether the consumer holds keys that no refresh replaces.
func (c *Consumer) StaticKeys() bool { return len(c.Pins) > 0 || len(c.StaticFiles) > 0 }

// Remote reports whether the consumer fetches keys over the network at all.
func (c *Consumer) Remote() bool {
	return c.Refresh.Mode != ModeStatic && c.Refresh.Mode != ModeUnknown
}

// Pin is one key written into a configuration, by what identifies it.
type Pin struct {
	Kid        string
	Thumbprint string // RFC 7638 SHA-256, base64url; "" where only the kid is pinned
	Key        *Key   // nil where only an identifier is pinned
	At         Origin
}

// Mode is how a consumer renews the keys that it trusts.
type Mode string

// The modes of consumers.md section 0.
const (
	ModeUnknown      Mode = "unknown"
	ModeStatic       Mode = "static"        // never fetched
	ModeStartupOnce  Mode = "startup-once"  // fetched once
	ModePerRequest   Mode = "per-request"   // fetched for every verification
	ModeLazy         Mode = "lazy-ttl"      // fetched when used and older than Interval
	ModePoll         Mode = "poll"          // fetched every Interval in the background
	ModeMissOnly     Mode = "miss-only"     // fetched only when a kid is unknown or a signature fails
	ModeControlPlane Mode = "control-plane" // polled by a control plane and pushed to proxies
	ModeManaged      Mode = "managed"       // fixed by a cloud service
)

// CachePolicy is what a consumer makes of the HTTP caching headers of a key set.
type CachePolicy string

// The policies.
const (
	CacheUnknown    CachePolicy = "unknown"
	CacheIgnored    CachePolicy = "ignored"     // Interval alone counts
	CacheLengthens  CachePolicy = "lengthens"   // a longer lifetime replaces Interval
	CacheReplaces   CachePolicy = "replaces"    // a lifetime in the headers replaces Interval
	CacheSoleSource CachePolicy = "sole-source" // without headers there is no refresh
	CacheDefers     CachePolicy = "defers"      // no refetch on a miss before their lifetime ends
)

// Refresh is how a consumer renews its keys: the quantities TTL, M, Q, F, V and U
// of trust windows, each with its provenance.
type Refresh struct {
	Mode         Mode
	Interval     Value[Span] // TTL: lifetime of its copy, or poll period
	HTTPCache    CachePolicy
	UnknownKid   Value[bool] // U: refetches when a token names a kid that it does not know
	Cooldown     Value[Span] // M: least time between such refetches; 0 is unlimited
	PushDelay    Value[Span] // Q: from the control plane to the proxy
	StaleOnError Value[Span] // F: how much longer it keeps keys while fetching fails
	Verdicts     Value[Span] // V: how long a verified token is accepted without its signature being checked again
	MergesSets   bool        // a refetch adds keys and never removes any
	UsesExpired  bool        // lazy-ttl: an expired copy is used while its replacement is fetched
	Coupled      bool        // one failing key set slows the refresh of the others
}

// Checks is what a consumer verifies of a token besides the signature.
type Checks struct {
	Issuer    Value[bool]
	Audience  Value[bool]
	Audiences []Value[string]
	// Algorithms is the allow-list; empty and known means any that the product supports.
	Algorithms    Value[[]string]
	Skew          Value[time.Duration]
	Expiry        Value[bool] // exp, where a token has it
	TokenOptional Value[bool] // requests without a token, or with a bad one, pass
	VerifiesTLS   Value[bool] // of the key set's server
}

// Capabilities is what a consumer can use of a key set, and what in one it cannot
// bear. A value of no source is unknown: nothing is held against a key set then.
type Capabilities struct {
	Algorithms Value[[]string] // every signature algorithm that the product implements
	KeyTypes   Value[[]string] // kty of the keys that it can use
	Curves     Value[[]string] // crv of the keys that it can use
	// Spoilers is what, in a single key, makes it refuse the whole set; empty and
	// known: it passes over keys that it cannot use.
	Spoilers Value[[]Spoiler]
	Needs    Value[[]string] // members that a key must have to be used: "kid", "alg", "use"

	StrictIntegers   Value[bool]   // refuses n or e with leading zero octets (RFC 7518 section 2)
	StrictBase64     Value[bool]   // refuses padding and characters outside base64url
	FollowsRedirects Value[bool]   // when it fetches the key set
	Accept           Value[string] // the Accept field that it sends; "" and known: none
	MaxBody          Value[int]    // octets of a key set that it reads at most
	MaxKeys          Value[int]    // keys that it keeps at most
	LeastRSABits     Value[int]    // shorter moduli are refused; 0 and known: none are
	Timeout          Value[time.Duration]
}

// Spoiler is a property of one key for which some consumers refuse the whole set
// that holds it.
type Spoiler string

// The spoilers.
const (
	SpoilerKeyType   Spoiler = "key-type"  // a kty that the consumer does not know
	SpoilerCurve     Spoiler = "curve"     // a crv that the consumer does not know
	SpoilerAlgorithm Spoiler = "algorithm" // an alg that the consumer does not know
	SpoilerUse       Spoiler = "use"       // a use other than sig and enc
	SpoilerMember    Spoiler = "member"    // a required member is missing or of the wrong type
	SpoilerEncoding  Spoiler = "encoding"  // a member is not strict base64url
	SpoilerLength    Spoiler = "length"    // a coordinate or key of the wrong length, an RSA modulus out of range
	SpoilerX5C       Spoiler = "x5c"       // a certificate that cannot be read or does not match
	SpoilerKid       Spoiler = "kid"       // no kid
	SpoilerDuplicate Spoiler = "duplicate" // two keys of one kid
)

// Placeholder is a setting that only the running system resolves: a template, a
// variable, a reference to a secret.
type Placeholder struct {
	Field string // the setting's path, such as "providers.corp.issuer"
	Text  string // as written
	At    Origin
}
