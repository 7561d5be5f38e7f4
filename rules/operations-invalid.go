package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var operationsInvalid = &Rule{
	ID:       "operations-invalid",
	Title:    "key_ops is malformed or lists operations that a public key cannot do",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.3"), CWE(1286)},
	Why:      "Strict consumers refuse a key whose key_ops repeats a value, or does not list the operation that they need it for.",
	Fix:      `Publish "key_ops": ["verify"] on a public signing key, ["encrypt"] or ["wrapKey"] on a public encryption key, or leave the member out.`,
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if flaws := operationFlaws(key); len(flaws) > 0 {
				pass.Reportf(key, "key_ops %s", strings.Join(flaws, "; "))
			}
		}
	},
}

// operationFlaws judges key_ops. An empty list is right for a public key of key
// agreement, so it counts only on a key that is declared for signatures.
func operationFlaws(key *inventory.Key) []string {
	var flaws []string
	if fact, found := wrongType(key, "key_ops"); found {
		flaws = append(flaws, "is "+fact.Detail)
	}
	signing := key.Use == "sig" || algorithmFamily(key.Alg) == familySignature
	if key.KeyOps != nil && len(key.KeyOps) == 0 && signing {
		flaws = append(flaws, "is empty, want verify")
	}
	sorted := slices.Sorted(slices.Values(key.KeyOps))
	for i, operation := range sorted {
		if i > 0 && operation == sorted[i-1] {
			flaws = append(flaws, "lists "+quote(operation)+" more than once, want it once")
			break
		}
	}
	if asymmetric(key) && len(key.Private) == 0 {
		for _, operation := range []string{"sign", "decrypt", "unwrapKey"} {
			if slices.Contains(key.KeyOps, operation) {
				flaws = append(flaws, "lists "+operation+", which takes the private key, want operations of the public one")
			}
		}
	}
	return flaws
}
