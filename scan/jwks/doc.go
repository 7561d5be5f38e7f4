// Package jwks reads JSON Web Key Sets and provider metadata as they are found,
// not as they should be: every departure from the specifications that can be
// read past is recorded as an inventory.Fact, and one bad member or key never
// hides its neighbours. Where a JSON text breaks off, what stands before the
// break is still decoded.
//
// Keys are read from their raw members, so key types, curves and sizes that no
// library parses are known too. go-jose (RFC 7517 as most Go programs have it)
// is asked about one key at a time, and only for its opinion: see rejection.
//
// The package judges nothing, fetches nothing (an x5u is a string here) and
// verifies no certificate chain. It returns no value of a private member: of
// those it keeps a name, a length and whether the value was proved to belong to
// the public half, and it overwrites what it decoded to prove that. The text
// itself stays the caller's.
//
// Input is hostile. Its size is capped by the caller (1 to 2 MiB); time here is
// linear in it, but for the proofs, which are counted. What exceeds a cap below
// is not read, and a fact says so.
package jwks

const (
	maxDepth   = 200    // nested objects and arrays within one member
	maxKeys    = 10_000 // in a set
	maxNames   = 10_000 // members of the document
	maxMembers = 1_000  // of one key
	maxList    = 1_000  // elements of a list of strings
	maxLists   = 100    // lists of algorithms in one document
	maxChain   = 10     // certificates of one key
	maxFacts   = 256    // of one key, or of the document
	maxProofs  = 64     // keys of one document whose private half is checked against the public one
	maxQuote   = 60     // octets of remote text in a message
)
