package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var useOperationsConflict = &Rule{
	ID:       "use-operations-conflict",
	Title:    "use and key_ops contradict each other",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.3"), CWE(1288)},
	Why:      "Consumers that go by use and those that go by key_ops disagree on whether the key verifies signatures, so tokens are rejected by some of them.",
	Fix:      "Publish one of the two members, or make them say the same.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if other := foreignOperations(key); len(other) > 0 {
				pass.Reportf(key, "key_ops lists %s with use %s, want operations of that use", strings.Join(other, ", "), key.Use)
			}
		}
	},
}

// foreignOperations gives the operations of the key that belong to the other
// use; operations and uses that RFC 7517 does not define belong to none.
func foreignOperations(key *inventory.Key) []string {
	signature := []string{"sign", "verify"}
	encryption := []string{"encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"}
	var foreign, found []string
	switch key.Use {
	case "sig":
		foreign = encryption
	case "enc":
		foreign = signature
	}
	for _, operation := range foreign {
		if slices.Contains(key.KeyOps, operation) {
			found = append(found, operation)
		}
	}
	return found
}
