// Package consumer finds in configuration files who trusts keys of whom, and
// says for each such inventory.Consumer how it fetches keys, how long it keeps
// them and what it checks: every value with its place and its provenance.
//
// A product is a Dialect: a value with the texts by which its files are
// recognised, what it does by default, each default with its source, and a
// Reader. A file is recognised by its content, never by its name alone. Settings
// that a product spreads over several files are joined by its Reader when all of
// them have been read; where one is missing, the consumer's notes say so.
//
// Adding a product touches three places: a file named after it, which holds its
// Dialect with the defaults and their sources; its line in Dialects; and its cases
// in testdata/consumers/<product>, at least one of them a file that is not its own.
// Tests hold each to that, and docs/consumers.md is then written anew. What products
// share lies in files named after it: settings.go (values with their place),
// values.go (lists and the like), durations.go, checks.go, urls.go, keys.go (pins),
// environment.go (variables), objects.go (Kubernetes), terraform.go,
// cloudformation.go, protojson.go, leaves.go (names with dots), application.go
// (properties with profiles), jaas.go, companions.go (settings in files that go with
// others), and go-oidc.go (what its users do alike).
//
// What only the running system resolves (a template, a variable, a reference) is
// listed as unresolved, never guessed; what is malformed is unknown and noted;
// what nobody verified is unknown. Unknown and unresolved values widen a
// consumer's windows.
//
// The package opens no file, follows no reference to another file or secret,
// fetches nothing and judges nothing. Keys written into a configuration are read
// by scan/jwks, so no private key material leaves it.
package consumer
