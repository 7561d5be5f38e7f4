// Package fleet reads the fleet file, jwksaudit.yaml: what an organisation says of
// its issuers, of the consumers that trust them, and of what it asks of both.
//
// The file is read through the guard and the parser of scan/consumer/config, so
// that every value knows its line. Everything wrong with it is reported at once: a
// name that is not known, a value of the wrong type, a length of time without a
// unit. docs/fleet.md describes the file, docs/fleet.schema.json does for editors; a
// test holds both to this package.
//
// The package opens no file and judges nothing. Rules, severities and profiles are
// the caller's words: it checks names against those that it is given.
package fleet
