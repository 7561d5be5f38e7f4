package weakkey_test

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

// corpus is a folder beside the repository with known weak keys and, in
// VERIFIED.tsv, what was found in each by other means. It is not published.
const corpus = "../../../shared/corpus/weakkeys"

type jwk struct{ Kty, Crv, N, X, Y string }

// Each key has the weaknesses that VERIFIED.tsv lists, as far as the package covers
// them, and no other.
func TestCorpus(t *testing.T) {
	for file, findings := range verified(t) {
		t.Run(file, func(t *testing.T) {
			key := readJWK(t, file)
			switch key.Kty {
			case "RSA":
				checkRSA(t, integer(t, key.N), findings)
			case "EC":
				checkEC(t, key, findings)
			case "OKP":
				octets, ok := weakkey.OKPOctets(key.Crv)
				if got := len(decode(t, key.X)); !ok || got != octets {
					t.Errorf("%s of %d octets, want %d (known: %v)", key.Crv, got, octets, ok)
				}
			default:
				t.Errorf("unexpected kty %q", key.Kty)
			}
		})
	}
}

func checkRSA(t *testing.T, n *big.Int, findings string) {
	small, closeFactors := weakkey.NotFound, weakkey.NotFound
	switch {
	case strings.Contains(findings, "n=0"): // every prime divides zero
		small, closeFactors = weakkey.Found, weakkey.Declined
	case strings.Contains(findings, "small factor"):
		small = weakkey.Found
	}
	if strings.Contains(findings, "fermat round") || strings.Contains(findings, "fermat tiny") {
		closeFactors = weakkey.Found
	}
	if got := weakkey.SmallFactor(n); got != small {
		t.Errorf("SmallFactor: got %v, want %v (%s)", got, small, findings)
	}
	if got := weakkey.CloseFactors(n); got != closeFactors {
		t.Errorf("CloseFactors: got %v, want %v (%s)", got, closeFactors, findings)
	}
}

func checkEC(t *testing.T, key jwk, findings string) {
	wantOK := strings.HasPrefix(key.Crv, "P-")
	wantOn := wantOK && !strings.Contains(findings, "POINT NOT ON CURVE")
	on, ok := weakkey.OnCurve(key.Crv, integer(t, key.X), integer(t, key.Y))
	if on != wantOn || ok != wantOK {
		t.Errorf("%s: on %v, ok %v, want %v, %v (%s)", key.Crv, on, ok, wantOn, wantOK, findings)
	}
}

// verified returns the findings by file name. A file may have several lines.
func verified(t *testing.T) map[string]string {
	f, err := os.Open(filepath.Join(corpus, "VERIFIED.tsv"))
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
	findings := make(map[string]string)
	for _, row := range rows[1:] {
		findings[row[0]] += row[3] + "; "
	}
	return findings
}

func readJWK(t *testing.T, file string) jwk {
	text, err := os.ReadFile(filepath.Join(corpus, "jwk", file))
	if err != nil {
		t.Fatal(err)
	}
	var key jwk
	if err := json.Unmarshal(text, &key); err != nil {
		t.Fatal(err)
	}
	return key
}

func integer(t *testing.T, text string) *big.Int {
	return new(big.Int).SetBytes(decode(t, text))
}

func decode(t *testing.T, text string) []byte {
	octets, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return octets
}
