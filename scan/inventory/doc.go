// Package inventory holds the nouns of jwksaudit: what is asked (Target), what
// was seen (Endpoint, Observation, Response, KeySet, Key, Discovery), who trusts
// it (Consumer) and what could not be looked at (Problem).
//
// Everything here is plain data that every other package may read. The package
// fetches nothing, parses nothing, judges nothing and imports none of ours. No
// value of a private key member ever reaches it: scan/jwks drops them and
// leaves facts (PrivateMember) in their place.
package inventory
