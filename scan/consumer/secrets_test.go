package consumer

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestCasesTellNoSecrets reads every case: passwords, which are all "hunter2"
// there, and private keys must be in nothing that Discover returns.
func TestCasesTellNoSecrets(t *testing.T) {
	files, err := filepath.Glob(casesDir + "/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(Discover(caseFiles(archive)))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"hunter2", "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "MIGHAgEAMBMG"} {
			for _, f := range caseFiles(archive) {
				if strings.Contains(string(f.Data), secret) {
					held++
				}
			}
			if strings.Contains(string(out), secret) {
				t.Errorf("%s: %q gets out", file, secret)
			}
		}
	}
	if held == 0 {
		t.Error("no case holds a secret")
	}
}
