package output

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// sarifMessage makes a plain text message. Braces would read as a placeholder
// (SARIF 2.1.0 section 3.11.5), brackets followed by a parenthesis as a link
// (section 3.11.6); a space takes that apart whatever stands before it.
func sarifMessage(text string) *sarif.Message {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "{", "{{"), "}", "}}")
	return &sarif.Message{Text: new(strings.ReplaceAll(text, "](", "] ("))}
}

// findingSentences is the message of a result. The first sentence is the title
// of an alert, so it names the key and the URL by itself.
func findingSentences(f *rules.Finding) string {
	var about []string
	switch {
	case f.Kid != "":
		about = append(about, `kid "`+clip(Plain(f.Kid), 100)+`"`)
	case f.Thumbprint != "":
		about = append(about, "thumbprint "+clip(Plain(f.Thumbprint), 100))
	}
	if f.Consumer != "" {
		about = append(about, clip(Plain(f.Consumer), 200))
	}
	switch {
	case f.URL != "":
		about = append(about, "at "+clip(Plain(f.URL), 300))
	case f.Consumer != "" && f.Origin.File != "":
		about = append(about, "in "+clip(Plain(f.Origin.File), 300))
	default:
		about = append(about, "at "+clip(Plain(cmp.Or(f.Issuer, f.Origin.File, "an unnamed place")), 300))
	}
	text := sentence(clip(Plain(f.Message), maxText) + " (" + strings.Join(about, ", ") + ")")
	if terms := termsText(f.Terms); terms != "" {
		text += " " + sentence("The verdict "+clip(Plain(terms), maxText))
	}
	return text
}

// sentence ends a text with a full stop, unless it ends like a sentence.
func sentence(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

func gapSentences(p *inventory.Problem) string {
	text := sentence("could not look at " + clip(Plain(p.Target), 300) + ": " + clip(Plain(problemText(p)), maxText))
	if len(p.Tried) > 0 {
		text += " " + sentence("Tried "+clip(Plain(strings.Join(p.Tried, "; ")), maxText))
	}
	return text
}

// gapFingerprint identifies a gap across runs by what could not be looked at,
// not by the reason: a server may fail in a new way every day.
func gapFingerprint(target string, ordinal int) string {
	parts := []string{"v1", fetchFailed, target}
	if ordinal > 0 {
		parts = append(parts, strconv.Itoa(ordinal))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// findingProperties holds for programs what the message says to people: as it
// is, since JSON escapes it.
func findingProperties(f *rules.Finding) sarif.Properties {
	properties := sarif.Properties{
		"severity": f.Rule.Severity.String(), "confidence": f.Confidence.String(), "terms": newJSONTerms(f.Terms),
	}
	for name, value := range map[string]string{
		"issuer": f.Issuer, "url": f.URL, "kid": f.Kid, "thumbprint": f.Thumbprint, "consumer": f.Consumer,
	} {
		if value != "" {
			properties[name] = clip(value, maxText)
		}
	}
	if f.Change != "" {
		properties["change"] = string(f.Change)
	}
	if !f.Stale.IsZero() {
		properties["last_seen"] = f.Stale.UTC().Format(time.RFC3339)
	}
	return properties
}

// logicalLocations names the endpoint with its key, and the consumer.
func logicalLocations(f *rules.Finding) []*sarif.LogicalLocation {
	var out []*sarif.LogicalLocation
	add := func(kind, name string) {
		out = append(out, &sarif.LogicalLocation{FullyQualifiedName: new(clip(Plain(name), maxText)), Kind: new(kind)})
	}
	if endpoint := cmp.Or(f.URL, f.Issuer); endpoint != "" {
		add("resource", endpoint)
		if key := cmp.Or(f.Kid, f.Thumbprint); key != "" {
			add("member", endpoint+"#"+key)
		}
	}
	if f.Consumer != "" {
		add("module", f.Consumer)
	}
	return out
}

// place is where a result stands: the line that declares its subject, else, for
// what only the command line names, a path made of the URL.
func (s *sarifResults) place(origin inventory.Origin, name string) *sarif.PhysicalLocation {
	uri := artifactURI(s.relative(origin.File))
	if origin.File == "" {
		uri = artifactURI(withoutScheme(name))
	}
	line, column := max(origin.Line, 1), max(origin.Column, 1)
	return &sarif.PhysicalLocation{
		ArtifactLocation: &sarif.ArtifactLocation{URI: &uri},
		// GitHub requires all four.
		Region: &sarif.Region{StartLine: &line, StartColumn: &column, EndLine: &line, EndColumn: &column},
	}
}

// relative names a file from the working folder, where it lies below it.
func (s *sarifResults) relative(file string) string {
	folder := strings.TrimSuffix(s.options.Folder, "/")
	if folder == "" || file == "" {
		return file
	}
	if !path.IsAbs(file) && !isDrive(file) {
		file = folder + "/" + file
	}
	return strings.TrimPrefix(path.Clean(file), folder+"/")
}

// isDrive recognises the absolute paths of Windows: "C:/keys".
func isDrive(file string) bool { return len(file) > 2 && file[1] == ':' && file[2] == '/' }

// withoutScheme leaves host and path of a URL.
func withoutScheme(name string) string {
	if _, rest, found := strings.Cut(name, "://"); found {
		name = rest
	}
	name, _, _ = strings.Cut(name, "#")
	name, _, _ = strings.Cut(name, "?")
	return name
}

// artifactURI makes a relative URI reference out of a slash path: never empty,
// never absolute, never leading out of the folder, and without a colon, which
// GitHub would take for the end of a scheme.
func artifactURI(file string) string {
	clean := strings.TrimPrefix(path.Clean("/"+file), "/")
	if clean == "" {
		return "unnamed"
	}
	segments := strings.Split(clip(clean, maxText), "/")
	for i, segment := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(segment), ":", "%3A")
	}
	return strings.Join(segments, "/")
}
