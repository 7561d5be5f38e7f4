// Package output renders what a run found: as a table for people, as SARIF for
// code scanning and as JSON for programs. It also lists and explains rules and consumers.
//
// It decides nothing: findings come sorted and judged from package rules, and
// the exit code comes from cmd. It opens no file, knows no terminal and reads no
// clock. Text from the network is hostile; every format escapes it for its own
// medium, and none ever prints it raw.
package output
