package rules_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules"
)

// What the pages say of rules is said of rules that there are.
func TestPagesNameRulesThatExist(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	anchor := regexp.MustCompile(`rules/README\.md#([a-z0-9-]+)`)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range anchor.FindAllSubmatch(text, -1) {
			if _, err := rules.Lookup(string(match[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}
