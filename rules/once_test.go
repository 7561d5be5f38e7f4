package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// A defect is said once: where the first rule of a pair finds something, the
// second, which looks at the same thing, is silent.
func TestSaidOnce(t *testing.T) {
	for _, pair := range [][2]string{
		{"alg-forbidden", "alg-key-mismatch"},
		{"body-limit-exceeded", "keyset-oversized"},
		{"cache-contradictory", "cache-forbidden"},
		{"cache-header-missing", "cache-private"},
		{"cache-too-long", "cache-stale-long"},
		{"certificate-thumbprint-hex", "base64url-invalid"},
		{"certificate-thumbprint-hex", "certificate-thumbprint-mismatch"},
		{"consumer-algorithm-unsatisfied", "published-key-unusable"},
		{"consumer-cache-missing", "consumer-outage-intolerant"},
		{"consumer-cache-missing", "consumer-refetch-unlimited"},
		{"consumer-cache-unbounded", "consumer-stale-keys-kept"},
		{"consumer-cache-unbounded", "consumer-verdict-cached"}, // ten seconds are no cache to speak of
		{"consumer-issuer-mismatch", "issuer-mismatch"},
		{"consumer-issuer-mismatch", "issuer-slash-mismatch"},
		{"consumer-plaintext", "consumer-plaintext-internal"},
		{"consumer-plaintext", "keyset-plaintext"},
		{"consumer-plaintext-internal", "keyset-plaintext"},
		{"issuer-mismatch", "issuer-slash-mismatch"},
		{"jwks-uri-plaintext", "keyset-plaintext"},
		{"key-encoding-refused", "published-key-unusable"},
		{"key-member-missing", "base64url-invalid"},
		{"key-shared-across-environments", "key-shared-by-issuers"},
		{"key-member-missing", "keyset-without-signing-key"},
		{"keyset-refused", "key-encoding-refused"},
		{"keyset-refused", "needed-member-missing"},
		{"keyset-refused", "published-key-unusable"},
		{"needed-member-missing", "consumer-algorithm-unsatisfied"},
		{"needed-member-missing", "published-key-unusable"},
		{"pinned-key-gone", "published-key-unpinned"},
		{"redirect-cross-site", "redirect-followed"},
		{"redirect-downgrade", "redirect-followed"},
		{"redirect-refused", "redirect-followed"},
		{"refresh-held-up", "consumer-refresh-coupled"},
		{"rotation-breaks-consumers", "standby-missing"},
		{"rsa-exponent-invalid", "rsa-exponent-small"},
		{"rsa-factor-small", "rsa-primes-close"},
		{"rsa-factor-small", "rsa-modulus-power"},
		{"rsa-modulus-biased", "rsa-modulus-vanity"},
		{"rsa-modulus-power", "rsa-primes-related"},
		{"rsa-primes-close", "rsa-modulus-power"},
		{"rsa-primes-close", "rsa-primes-related"},
		{"rsa-primes-related", "rsa-factor-smooth"},
		{"rsa-modulus-factorable", "rsa-modulus-short"},
		{"rsa-modulus-refused", "published-key-unusable"},
		{"kid-development-in-production", "kid-development"},
		{"symmetric-key-published", "keyset-without-signing-key"},
		{"symmetric-key-published", "private-key-published"},
		{"use-missing-mixed", "use-missing"},
		{"use-operations-conflict", "use-operations-both"},
		{"x5u-plaintext", "x5u-present"},
		{"tls-untrusted", "tls-certificate-expiring"},
		{"trust-orphaned", "status-unexpected"},
	} {
		t.Run(pair[0]+","+pair[1], func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("..", "testdata", "rules", pair[0]+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			first := map[string]bool{} // what the first rule found something about
			for _, folder := range caseFolders(archive) {
				if !strings.HasPrefix(folder, "bad/") {
					continue
				}
				findings := scanCase(t, archive, folder)
				for _, f := range findings {
					if f.Rule.ID == pair[0] {
						first[folder+f.Kid] = true
					}
				}
				for _, f := range findings {
					if f.Rule.ID == pair[1] && (first[folder] || first[folder+f.Kid]) {
						t.Errorf("%s: %s says it again: %s", folder, pair[1], describe(f))
					}
				}
			}
			if len(first) == 0 {
				t.Errorf("%s finds nothing in its own cases", pair[0])
			}
		})
	}
}
