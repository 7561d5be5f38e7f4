package jwks

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func TestGuessable(t *testing.T) {
	for secret, want := range map[string]bool{
		"secret":                           true,
		"Your-256-Bit-Secret":              true,
		strings.Repeat("\x00", 32):         true,
		strings.Repeat("a", 64):            true,
		"x":                                true,
		"# Secrets":                        false,
		"secret ":                          false,
		"kXp2s5v8y/B?E(H+MbQeThWmZq4t6w9z": false,
	} {
		key := fmt.Sprintf(`{"kty":"oct","k":%q}`, base64.RawURLEncoding.EncodeToString([]byte(secret)))
		set, problem := Decode([]byte(key))
		if problem != nil {
			t.Fatal(problem)
		}
		if oct := set.Keys[0].Oct; oct == nil || oct.Guessable != want || oct.Octets != len(secret) {
			t.Errorf("a secret of %d octets: %+v, want guessable: %v", len(secret), oct, want)
		}
	}
}

// The example keys of RFC 7515, 7517 and 7520 are in the list by their hashes.
func TestGuessableExamples(t *testing.T) {
	for _, text := range []string{
		"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
		"GawgguFyGrWKav7AX4VKUg", "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
	} {
		secret, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if !guessable(secret) {
			t.Errorf("an example of %d octets is not guessable", len(secret))
		}
		if guessable(bytes.ToUpper(secret)) {
			t.Errorf("another secret of %d octets is guessable", len(secret))
		}
	}
}
