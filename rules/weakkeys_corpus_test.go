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
// for and those that are listed here; and where no rule names the weakness for which
// the key was published, the reason is.
func TestKnownWeakKeysAreFound(t *testing.T) {
	for _, key := range weakKeys(t) {
		want := slices.Concat(key.rules(), beyondVerified()[key.file])
		if strings.Contains(key.weakness, "example") && missed(key.weakness) == "" {
			want = append(want, "key-documented-example")
		}
		if strings.HasPrefix(key.weakness, "node keypair") {
			want = append(want, "key-generator-predictable")
		}
		slices.Sort(want)
		got := keyMaterialFindings(t, key.file)
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s bits, e %s, %s): found %q, want %q", key.file, key.bits, key.exponent, key.findings, got, want)
		}
		reason := missed(key.weakness)
		named := slices.ContainsFunc(got, func(id string) bool { return slices.Contains(key.namedBy(), id) })
		outcome := "hit"
		switch {
		case key.control():
			outcome = "control"
		case named == (reason != ""):
			t.Errorf("%s (%s): found %q, which names it: %v; the reason for a miss is %q", key.file, key.weakness, got, named, reason)
		case !named:
			outcome = "miss: " + reason
		}
		t.Logf("%s | %s | %s | %s", strings.TrimSuffix(key.file, ".json"), key.weakness, strings.Join(got, ", "), outcome)
	}
}

// control reports whether the key is there as one without a weakness: test data of
// ROCA too, where the verification found none.
func (k weakKey) control() bool {
	return strings.HasPrefix(k.weakness, "NONE") || strings.HasPrefix(k.weakness, "malformed") ||
		strings.HasPrefix(k.weakness, "ROCA test data") && !k.has("ROCA")
}

// namedBy lists the rules that name the weakness: any for a key that was made to be
// factored, though not those on its length or exponent alone where that is not it.
func (k weakKey) namedBy() []string {
	var ids []string
	for _, rule := range rules.Topics()[0].Rules {
		ids = append(ids, rule.ID)
	}
	sideEffects := []string{"rsa-modulus-short", "rsa-exponent-small", "rsa-exponent-large", "key-type-unknown"}
	switch {
	case k.weakness == "invalid curve name":
		return []string{"key-type-unknown"}
	case strings.HasPrefix(k.weakness, "factorable by attack: hastads"):
		return []string{"rsa-exponent-small"}
	case strings.HasPrefix(k.weakness, "static vendor"):
		return []string{"key-blocklisted"}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(sideEffects, id) })
}

// missed says why no rule about a single key names a weakness; "" where one does.
func missed(weakness string) string {
	for _, miss := range [][2]string{
		{"static vendor SSH key", "a key known from firmware, with nothing wrong in its numbers: --blocklist has such lists"},
		{"debian pprng", "one of two million keys: --blocklist has them"},
		{"keypair2", "the generator's keys of 3072 and 4096 bits are not in the list here: --blocklist has them"},
		{"keypair3", "the generator's keys of 3072 and 4096 bits are not in the list here: --blocklist has them"},
		{"shares a prime with", "the other key is in no corpus here: rsa-prime-shared compares what one scan sees"},
		{"factorable by attack: commonfactor", "needs the other key: rsa-prime-shared compares what one scan sees"},
		{"factorable by attack: multikey", "needs the other key: rsa-prime-shared finds the pair, see TestKnownSharedPrimes"},
		{"factorable by attack: primefac", "general factoring, no flaw of a generator"},
		{"factorable by attack: partial_d", "needs a part of the private exponent"},
		{"factorable by attack: small_crt_exp", "small exponents modulo p-1 and q-1: needs a search per key that grows with their size"},
		{"roca variant", "another generator than the one of CVE-2017-15361: only half of such moduli show it"},
		{"bit pattern1", "one prime repeats bits, the modulus does not: needs lattices"},
		{"low hamming weight", "primes of few set bits: the modulus shows nothing, and the search takes seconds a key"},
		{"pollard pm1", "p-1 has prime factors of up to 20 bits: the bound of rsa-factor-smooth is 16, and that is left out of this test"},
		{"pq diff nist", "the difference is near 2^924, but not as near as Fermat's method needs"},
		{"public example private key (RFC).", "the key of RFC 8946, whose private half was not found to confirm it: --blocklist has it"},
		{"small.", "a private key of 32 bits: needs discrete logarithms"},
		{"repeat", "a private key of repeated words: needs discrete logarithms of 32 bits"},
	} {
		if strings.HasPrefix(weakness+".", miss[0]) {
			return miss[1]
		}
	}
	return ""
}

// Over all known weak keys together, those that VERIFIED.tsv pairs share primes, and
// no others do.
func TestKnownSharedPrimes(t *testing.T) {
	want := map[string]bool{}
	for _, row := range rowsOf(t, "VERIFIED.tsv") {
		if other, ok := strings.CutPrefix(row[3], "SHARES PRIME with "); ok {
			if _, err := os.Stat(filepath.Join(weakKeyFolder, "jwk", other)); err == nil {
				want[row[0]] = true
			}
		}
	}
	selection, err := rules.Select(rules.Selection{Only: []string{"rsa-prime-shared"}})
	if err != nil {
		t.Fatal(err)
	}
	evaluator := rules.NewEvaluator(selection, inventory.DefaultPolicy(), time.Time{})
	var digests []rules.Digest
	for _, key := range weakKeys(t) {
		digests = append(digests, evaluator.Digest(weakEndpoint(t, key.file)))
	}
	for _, f := range evaluator.Fleet(rules.FleetFacts{Digests: digests}) {
		if name := filepath.Base(f.Origin.File); !want[name] {
			t.Errorf("%s: %s", name, f.Message)
		} else {
			t.Logf("%s: %s", name, f.Message)
			delete(want, name)
		}
	}
	for name := range want {
		t.Errorf("%s: no shared prime found", name)
	}
}

// beyondVerified lists what the rules see and the verification did not look for.
func beyondVerified() map[string][]string {
	return map[string][]string{
		"badkeys-tests__defect_invalidver-2c8b2d.json": {"key-documented-example"},
		"badkeys-tests__defect_invalidver.json":        {"key-documented-example"},
		"badkeys-tests__rsa-e-larger-n.json":           {"key-documented-example"},
		"badkeys-tests__rsa-pattern.json":              {"rsa-modulus-biased", "rsa-modulus-repetitive", "rsa-primes-related"},
		"badkeys-tests__rsa-vanity.json":               {"rsa-modulus-vanity"},
		"paranoid__bad_rsa_continued_fractions.json":   {"rsa-modulus-vanity"},
		"rsactftool__boneh_durfee.json":                {"rsa-secret-exponent-small"},
		"rsactftool__factor_2PN.json":                  {"rsa-modulus-biased", "rsa-primes-related"},
		"rsactftool__smallfraction.json":               {"rsa-modulus-biased"},
		"rsactftool__wiener.json":                      {"rsa-secret-exponent-small"},
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
	var ids []string
	for _, f := range rules.NewEvaluator(keyMaterialRules(t), inventory.DefaultPolicy(), time.Time{}).Endpoint(weakEndpoint(t, file)) {
		ids = append(ids, f.Rule.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func weakEndpoint(t *testing.T, file string) *inventory.Endpoint {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(weakKeyFolder, "jwk", file))
	if err != nil {
		t.Fatal(err)
	}
	set, problem := jwks.Decode(body)
	if problem != nil {
		t.Fatalf("%s: %s", file, problem.Detail)
	}
	return &inventory.Endpoint{
		File: file, Origins: []inventory.Origin{{File: file}},
		Observations: []*inventory.Observation{{Keys: &inventory.Document[inventory.KeySet]{Value: set}}},
	}
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
