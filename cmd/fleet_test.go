package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFleetReports keeps the reports on testdata/fleet, in every format. The
// tests of package output hold the same files to the formats' schemas.
func TestFleetReports(t *testing.T) {
	for format, file := range map[string]string{"table": "fleet.txt", "sarif": "fleet.sarif", "json": "fleet.json"} {
		t.Run(format, func(t *testing.T) {
			args := strings.Fields("scan --offline testdata/fleet --consumers testdata/fleet -o " + format)
			got := runHere(t, args)
			if again := runHere(t, args); again != got {
				t.Error("the same scan twice gives different bytes")
			}
			golden := filepath.Join("..", "testdata", "golden", file)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("report differs from %s: rewrite it with go test ./cmd -run TestFleetReports -update and read the diff", golden)
			}
		})
	}
}
