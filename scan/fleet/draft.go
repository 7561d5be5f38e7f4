package fleet

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Draft is a first fleet file, made of what configurations say.
type Draft struct {
	Issuers []DraftIssuer
	Sources []string // paths of the configurations, from the file's folder on
}

// DraftIssuer is an issuer that consumers trust.
type DraftIssuer struct {
	URL, KeySet string   // one of them may be ""
	Trusted     []string // by whom, for a comment
	Need        string   // the lead that its consumers need, as FormatSpan writes it; "" where it is not known
}

// Write writes the file. What nobody but the owner knows stands in it as comments to
// fill in. Whatever the configurations hold, the file can be read again.
func (d *Draft) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // Flush tells
	line("# yaml-language-server: $schema=%s", SchemaURL)
	line("# Written by `jwksaudit init` from configurations. Fill in what only you know, correct what")
	line("# is not so, then run `jwksaudit scan` here; docs/fleet.md explains every key.")
	if len(d.Issuers) > 0 {
		line("\nissuers:")
	} else {
		line("\n# issuers: # none is named by these configurations")
	}
	for i := range d.Issuers {
		if i > 0 {
			line("")
		}
		d.Issuers[i].write(line)
	}
	line("\nconsumers:\n  - paths: [%s]", strings.Join(scalars(d.Sources), ", "))
	line("    # owner: team-platform   # who runs them")
	line("    # environment: prod")
	line("\n# policy:")
	line("#   fail_on: high")
	line("#   thresholds: {max_trust_after_removal: 24h}")
	return out.Flush()
}

func (i *DraftIssuer) write(line func(string, ...any)) {
	line("  # trusted by %s", comment(i.Trusted))
	keySet, start := i.KeySet, "  - "
	if checkAddress(keySet) != nil {
		keySet = ""
	}
	if keySet == "" && checkAddress(i.URL) != nil {
		line("  # no configuration says where its keys are: name the URL of its key_set")
		start = "  # - "
	}
	for _, field := range []struct{ key, value string }{{"url", i.URL}, {"key_set", keySet}} {
		if field.value != "" {
			line("%s%s: %s", start, field.key, scalar(field.value))
			start = "    "
		}
	}
	lead := ""
	if i.Need != "" {
		lead = ": its consumers need " + i.Need
	}
	line("    # owner: team-identity   # who rotates its keys")
	line("    # environment: prod      # leave it out if it serves several")
	line("    # token_lifetime: 1h     # the longest of any token")
	line("    # cadence: 90d           # how much time lies between two new signing keys")
	line("    # lead: 1d               # for how long a new key is published before it signs%s", lead)
}

func scalars(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = scalar(text)
	}
	return out
}

// scalar writes a text as YAML: plain where nothing in it can be taken for
// anything else, else quoted as Go does, whose escapes YAML has too.
func scalar(text string) string {
	plain := regexp.MustCompile(`^(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?|[A-Za-z./][A-Za-z0-9._/-]*[A-Za-z0-9/])$`)
	if plain.MatchString(text) && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off"}, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text)
}

// comment joins texts of configurations for a comment: a few, and all on one line.
func comment(texts []string) string {
	const most = 5
	if more := len(texts) - most; more > 0 {
		texts = append(slices.Clone(texts[:most]), fmt.Sprintf("%d more", more))
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			return r
		}
		return '?'
	}, strings.ToValidUTF8(strings.Join(texts, ", "), "?"))
}
