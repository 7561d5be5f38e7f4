package rules_test

import (
	"encoding/csv"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// weakKeyFolder lies beside the repository: known weak keys; in VERIFIED.tsv what was
// found in each by other means, and in MANIFEST.tsv what whoever published it says of
// it. It is not published.
const weakKeyFolder = "../../shared/corpus/weakkeys"

// weakKey is a key of the folder with what its two lists say of it.
type weakKey struct{ file, bits, exponent, findings, weakness string }

// Each known weak key is found by exactly the rules that its verified findings call
// for and those that are listed here.
func TestKnownWeakKeysAreFound(t *testing.T) {
	for _, key := range weakKeys(t) {
		want := slices.Concat(key.rules(), beyondVerified()[key.file])
		slices.Sort(want)
		got := keyMaterialFindings(t, key.file)
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s bits, e %s, %s): found %q, want %q", key.file, key.bits, key.exponent, key.findings, got, want)
		}
	}
}

// beyondVerified lists what the rules see and the verification did not look for.
func beyondVerified() map[string][]string {
	return map[string][]string{
		"badkeys-tests__rsa-pattern.json":            {"rsa-modulus-biased", "rsa-modulus-repetitive", "rsa-primes-related"},
		"badkeys-tests__rsa-vanity.json":             {"rsa-modulus-vanity"},
		"paranoid__bad_rsa_continued_fractions.json": {"rsa-modulus-vanity"},
		"rsactftool__boneh_durfee.json":              {"rsa-secret-exponent-small"},
		"rsactftool__factor_2PN.json":                {"rsa-modulus-biased", "rsa-primes-related"},
		"rsactftool__smallfraction.json":             {"rsa-modulus-biased"},
		"rsactftool__wiener.json":                    {"rsa-secret-exponent-small"},
	}
}

// rules translates verified findings into the rules that must find them.
func (k weakKey) rules() []string {
	var ids []string
	bits, err := strconv.Atoi(k.bits)
	switch noModulus := k.has("n=0"); {
	case noModulus, err == nil && bits < 1024:
		ids = append(ids, "rsa-modulus-factorable")
	case k.has("bits<2048"):
		ids = append(ids, "rsa-modulus-short")
	}
	exponent, numeric := new(big.Int).SetString(k.exponent, 10)
	switch {
	case k.has("bad e"), k.has("e>=n"), numeric && exponent.Sign() == 0:
		ids = append(ids, "rsa-exponent-invalid")
	case k.has("huge e"):
		ids = append(ids, "rsa-exponent-large")
	case k.has("e!=65537"), k.has("e=3"):
		ids = append(ids, "rsa-exponent-small")
	}
	switch {
	case k.has("small factor"): // then the other methods are not asked
		ids = append(ids, "rsa-factor-small")
	case k.has("fermat"):
		ids = append(ids, "rsa-primes-close")
	}
	for finding, id := range map[string]string{
		"POINT NOT ON CURVE": "ec-point-off-curve", "ROCA": "rsa-primes-roca", "n prime": "rsa-modulus-prime",
	} {
		if k.has(finding) {
			ids = append(ids, id)
		}
	}
	if k.bits == "_INVALID_" || strings.HasPrefix(k.bits, "BP-") { // curves without a registration
		ids = append(ids, "key-type-unknown")
	}
	return ids
}

func (k weakKey) has(finding string) bool { return strings.Contains(k.findings, finding) }

// weakKeys skips the test where the corpus is absent. A key's second line in
// VERIFIED.tsv tells of shared primes alone, which no rule about one key can see.
func weakKeys(t *testing.T) []weakKey {
	t.Helper()
	weaknesses := map[string]string{}
	for _, row := range rowsOf(t, "MANIFEST.tsv") {
		weaknesses[strings.TrimPrefix(row[0], "jwk/")] = row[4]
	}
	var keys []weakKey
	for _, row := range rowsOf(t, "VERIFIED.tsv") {
		if !strings.HasPrefix(row[3], "SHARES PRIME") {
			keys = append(keys, weakKey{row[0], row[1], row[2], row[3], weaknesses[row[0]]})
		}
	}
	return keys
}

func rowsOf(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(weakKeyFolder, name))
	if os.IsNotExist(err) {
		t.Skip("no corpus beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// keyMaterialFindings gives the sorted IDs of what the rules about key material, off
// or not, find in one file.
func keyMaterialFindings(t *testing.T, file string) []string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(weakKeyFolder, "jwk", file))
	if err != nil {
		t.Fatal(err)
	}
	set, problem := jwks.Decode(body)
	if problem != nil {
		t.Fatalf("%s: %s", file, problem.Detail)
	}
	endpoint := &inventory.Endpoint{
		File:         file,
		Observations: []*inventory.Observation{{Keys: &inventory.Document[inventory.KeySet]{Value: set}}},
	}
	var ids []string
	for _, f := range rules.NewEvaluator(keyMaterialRules(t), inventory.DefaultPolicy(), time.Time{}).Endpoint(endpoint) {
		ids = append(ids, f.Rule.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// keyMaterialRules are the rules of the chapter that find weak keys, those that are off
// included but the slowest; not those that say how long sound ones will do.
func keyMaterialRules(t *testing.T) []*rules.Rule {
	t.Helper()
	var only []string
	policy := []string{"ec-curve-unapproved", "post-quantum-missing", "rsa-strength-ended", "rsa-strength-ending"}
	for _, rule := range rules.Topics()[0].Rules {
		if !uncounted(rule.ID) && !slices.Contains(policy, rule.ID) {
			only = append(only, rule.ID)
		}
	}
	selection, err := rules.Select(rules.Selection{Only: only})
	if err != nil {
		t.Fatal(err)
	}
	return selection
}
