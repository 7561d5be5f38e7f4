// Package rules judges what scan observed. A Rule is a value: its metadata and
// one function of one scope (Endpoint, Consumer or Fleet). The package is pure:
// no network, no files, no clock but the one it is given; the same facts always
// give the same findings in the same order.
//
// It never decides how a finding looks (package output) and never sees the
// value of a private key member (scan/jwks drops them).
package rules
