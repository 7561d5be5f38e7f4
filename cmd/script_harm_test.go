package cmd

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// harmIn names the first thing in a text that acts where it should only be read:
// control characters, characters that reorder or hide others, and commands of the
// GitHub Actions runner, which takes "::name::" at the start of a line, leading
// space aside, and "##[name]" anywhere (actions/runner, ActionCommand.cs).
func harmIn(text string) string {
	if !utf8.ValidString(text) {
		return "not UTF-8"
	}
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			return fmt.Sprintf("%U raw, after %q", r, text[max(0, i-40):i])
		}
	}
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(trimmed, "::"); ok && strings.Contains(rest, "::") || strings.Contains(line, "##[") {
			return fmt.Sprintf("a workflow command: %q", line)
		}
	}
	return ""
}

// spelt tells in which spelling a canary stands in a text; "" where it does not.
// A canary that is base64url is also looked for as what it encodes.
func spelt(canary, text string) string {
	spellings := map[string]string{"as it is": canary}
	if raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(canary, "=")); err == nil && len(raw) >= 16 {
		spellings["raw"] = string(raw)
		spellings["in base64"] = base64.RawStdEncoding.EncodeToString(raw)
		spellings["in hexadecimal"] = hex.EncodeToString(raw)
		spellings["as a number"] = new(big.Int).SetBytes(raw).String()
	}
	folded := strings.ToLower(text)
	for name, spelling := range spellings {
		if strings.Contains(text, spelling) || name == "in hexadecimal" && strings.Contains(folded, spelling) {
			return name
		}
	}
	return ""
}

func TestHarmIn(t *testing.T) {
	for text, harmful := range map[string]bool{
		"a table\n  with lines — “quoted”, 日本語, …\n": false,
		"the address ::1 is not public\n":            false,
		"x ::error::y\n":                             false,
		"\x1b[31mred":                                true,
		"a\rb":                                       true,
		"a\tb":                                       true,
		"a\x00b":                                     true,
		"a\u009bb":                                   true,
		"a\u202eb":                                   true,
		"a\u200bb":                                   true,
		"a\xffb":                                     true,
		"x\n  ::error file=a::y\n":                   true,
		"::stop-commands::x":                         true,
		"kid ##[add-mask]x":                          true,
	} {
		if got := harmIn(text); (got != "") != harmful {
			t.Errorf("%q: %q, want harm: %v", text, got, harmful)
		}
	}
}

func TestSpelt(t *testing.T) {
	const canary = "AQIDBAUGBwgJCgsMDQ4P_w" // 1, 2, 3, ... 15, 255
	for text, want := range map[string]string{
		"nothing":                                              "",
		"x" + canary + "y":                                     "as it is",
		"AQIDBAUGBwgJCgsMDQ4P/w==":                             "in base64",
		"0102030405060708090A0B0C0D0E0FFF":                     "in hexadecimal",
		"1339673755198158349044581307228491775":                "as a number",
		"..\x01\x02\x03\x04\x05\x06\a\b\t\n\v\f\r\x0e\x0f\xff": "raw",
	} {
		if got := spelt(canary, text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if spelt("a secret, not base64url", "a secret, not base64url!") == "" {
		t.Error("a canary that is plain text is not found")
	}
}
