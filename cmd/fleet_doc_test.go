package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFleetPage runs the example of docs/fleet.md in a folder that has what it
// points at: what is declared there is what reports show.
func TestFleetPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "fleet.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(page), "```yaml\n")
	example, _, _ = strings.Cut(example, "```\n")
	dir := t.TempDir()
	mesh := readFiles(t, filepath.Join("..", "testdata", "fleet", "consumers"))
	writeFiles(t, dir, map[string]string{
		"jwksaudit.yaml":     example,
		"deploy/edge.yaml":   mesh["edge-envoy.yaml"],
		"mesh/partners.yaml": mesh["shop-requestauthentication.yaml"],
	})
	report := runIn(t, dir, "scan", "--offline", "--fleet", "jwksaudit.yaml", "-o", "json")
	for _, want := range []string{
		`"url":null,"issuer":"https://idp.example.com"`,
		`"owner":"team-identity","environment":"prod"`,
		`"url":"https://partner.example.org/keys"`,
		`"product":"go-oidc","variant":null,"name":"orders"`,
		`"product":"envoy","variant":"async","name":"edge"`,
		`{"name":"interval","seconds":300,"from":"declared"}`,
		`"product":"istio"`,
		`"file":"deploy/edge.yaml"`,
	} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %s:\n%s", want, report)
		}
	}
	explained := runIn(t, dir, "consumers", "--fleet", "jwksaudit.yaml", "--explain", "go-oidc orders")
	for _, want := range []string{"interval                1h (declared)", "at jwksaudit.yaml:35:15", "Until a removed key is refused: 1h"} {
		if !strings.Contains(explained, want) {
			t.Errorf("the derivation for orders lacks %q:\n%s", want, explained)
		}
	}
}
