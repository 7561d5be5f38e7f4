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

// weakKeyFolder lies beside the repository: known weak keys, and in VERIFIED.tsv
// what was found in each by other means. It is not published.
const weakKeyFolder = "../../shared/corpus/weakkeys"

// keyMaterialRules lists the rules about key material with how many of the known
// weak keys each must find: no more, since every other key there is sound in that respect.
func keyMaterialRules() map[string]int {
	return map[string]int{
		"rsa-modulus-factorable":  16,
		"rsa-modulus-short":       33,
		"rsa-modulus-oversized":   0,
		"rsa-exponent-invalid":    3,
		"rsa-exponent-small":      12,
		"rsa-exponent-large":      3,
		"rsa-factor-small":        4,
		"rsa-primes-close":        4,
		"ec-point-off-curve":      1,
		"ec-curve-weak":           0,
		"okp-length-wrong":        0,
		"akp-length-wrong":        0,
		"key-member-missing":      0,
		"key-type-misspelt":       0,
		"key-type-unknown":        3,
		"private-key-published":   0,
		"private-member-empty":    0,
		"symmetric-key-published": 0,
	}
}

// Each known weak key is found by exactly the rules that its verified findings call for.
func TestKnownWeakKeysAreFound(t *testing.T) {
	counts := map[string]int{}
	for _, row := range verifiedWeakKeys(t) {
		got := keyMaterialFindings(t, row.file)
		if want := row.rules(); !slices.Equal(got, want) {
			t.Errorf("%s (%s bits, e %s, %s): found %q, want %q", row.file, row.bits, row.exponent, row.findings, got, want)
		}
		for _, id := range got {
			counts[id]++
		}
	}
	for id, want := range keyMaterialRules() {
		if counts[id] != want {
			t.Errorf("%s found %d of the known weak keys, want %d", id, counts[id], want)
		}
	}
}

// weakKey is a line of VERIFIED.tsv.
type weakKey struct{ file, bits, exponent, findings string }

// rules translates verified findings into the rules that must find them, sorted.
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
	case k.has("small factor"): // then Fermat's method is not asked
		ids = append(ids, "rsa-factor-small")
	case k.has("fermat"):
		ids = append(ids, "rsa-primes-close")
	}
	if k.has("POINT NOT ON CURVE") {
		ids = append(ids, "ec-point-off-curve")
	}
	if k.bits == "_INVALID_" || strings.HasPrefix(k.bits, "BP-") { // curves without a registration
		ids = append(ids, "key-type-unknown")
	}
	slices.Sort(ids)
	return ids
}

func (k weakKey) has(finding string) bool { return strings.Contains(k.findings, finding) }

// verifiedWeakKeys skips the test where the corpus is absent. A key's second line
// tells of shared primes alone, which no rule about one key can see.
func verifiedWeakKeys(t *testing.T) []weakKey {
	f, err := os.Open(filepath.Join(weakKeyFolder, "VERIFIED.tsv"))
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
	var keys []weakKey
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[3], "SHARES PRIME") {
			keys = append(keys, weakKey{row[0], row[1], row[2], row[3]})
		}
	}
	return keys
}

// keyMaterialFindings gives the sorted IDs of what the rules about key material find in one file.
func keyMaterialFindings(t *testing.T, file string) []string {
	body, err := os.ReadFile(filepath.Join(weakKeyFolder, "jwk", file))
	if err != nil {
		t.Fatal(err)
	}
	set, problem := jwks.Decode(body)
	if problem != nil {
		t.Fatalf("%s: %s", file, problem.Detail)
	}
	var only []string
	for id := range keyMaterialRules() {
		only = append(only, id)
	}
	selection, err := rules.Select(rules.Selection{Only: only})
	if err != nil {
		t.Fatal(err)
	}
	endpoint := &inventory.Endpoint{
		File:         file,
		Observations: []*inventory.Observation{{Keys: &inventory.Document[inventory.KeySet]{Value: set}}},
	}
	var ids []string
	for _, f := range rules.NewEvaluator(selection, inventory.DefaultPolicy(), time.Time{}).Endpoint(endpoint) {
		ids = append(ids, f.Rule.ID)
	}
	slices.Sort(ids)
	return ids
}
