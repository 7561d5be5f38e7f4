package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"
)

// TestRecipes holds the recipes of docs/scheduled.md to what runs: the shell script
// is the one of testdata/scripts/scheduled.txtar, and the workflow gives the action
// inputs that it has and scan flags that it takes.
func TestRecipes(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "scheduled.md"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := txtar.ParseFile(filepath.Join("..", "testdata", "scripts", "scheduled.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range script.Files {
		found = found || f.Name == "srv/audit.sh" && string(f.Data) == block(t, string(page), "sh")
	}
	if !found {
		t.Error("the script of docs/scheduled.md is not srv/audit.sh of testdata/scripts/scheduled.txtar")
	}
	checkWorkflow(t, block(t, string(page), "yaml"))
}

// block is the first fenced block of a language.
func block(t *testing.T, page, language string) string {
	t.Helper()
	match := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindStringSubmatch(page)
	if match == nil {
		t.Fatalf("the page has no block of %s", language)
	}
	return match[1]
}

func checkWorkflow(t *testing.T, text string) {
	t.Helper()
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]any
			}
		}
	}
	var action struct{ Inputs map[string]any }
	definition, err := os.ReadFile(filepath.Join("..", "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range []error{yaml.Unmarshal([]byte(text), &workflow), yaml.Unmarshal(definition, &action)} {
		if failure != nil {
			t.Fatal(failure)
		}
	}
	uses := 0
	for _, step := range workflow.Jobs["jwksaudit"].Steps {
		if !strings.HasPrefix(step.Uses, "./") {
			continue
		}
		uses++
		for name := range step.With {
			if _, ok := action.Inputs[name]; !ok {
				t.Errorf("action.yml has no input %s", name)
			}
		}
		args, _ := step.With["args"].(string)
		keySet := filepath.Join("..", "testdata", "fleet", "captures")
		absolute, err := filepath.Abs(keySet)
		if err != nil {
			t.Fatal(err)
		}
		scan := append([]string{"scan", "--offline", "--allow-gaps", absolute}, strings.Fields(args)...)
		if out := runIn(t, t.TempDir(), scan...); !strings.Contains(out, "looked at") {
			t.Errorf("scan with the workflow's flags printed %q", out)
		}
	}
	if uses != 1 {
		t.Errorf("the workflow uses the action %d times, want once", uses)
	}
}
