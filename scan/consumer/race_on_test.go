//go:build race

package consumer

// The race detector makes everything about ten times slower: times mean nothing.
const raced = true
