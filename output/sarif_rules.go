package output

import (
	"cmp"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/jwksaudit/jwksaudit/rules"
)

// sarifCatalogue is the part of a SARIF file that does not depend on findings.
type sarifCatalogue struct {
	rules      []sarifRule
	index      map[string]uint // of rules, by ID
	taxonomies []*sarif.ToolComponent
	supported  []sarifComponent
}

type sarifRule struct {
	*sarif.ReportingDescriptor
	Relationships []sarifRelationship `json:"relationships,omitempty"`
}

type sarifRelationship struct {
	Target sarifTaxon `json:"target"`
	Kinds  []string   `json:"kinds"`
}

type sarifTaxon struct {
	ID        string         `json:"id"`
	Index     int            `json:"index"`
	Component sarifComponent `json:"toolComponent"`
}

type sarifComponent struct {
	Name  string `json:"name"`
	Index int    `json:"index"` // in run.taxonomies
}

func newSARIFCatalogue(list []*rules.Rule) *sarifCatalogue {
	c := &sarifCatalogue{index: make(map[string]uint, len(list)+1)}
	taxa := make(map[string]sarifTaxon)
	c.addTaxonomy(list, rules.RefCWE, taxa, &sarif.ToolComponent{
		Name: "CWE", Organization: new("MITRE"), InformationURI: new("https://cwe.mitre.org/"),
		ShortDescription: multiformat("Common Weakness Enumeration"),
	})
	c.addTaxonomy(list, rules.RefNHI, taxa, &sarif.ToolComponent{
		Name: "OWASP-NHI", Version: new("2025"), Organization: new("OWASP"),
		InformationURI:   new("https://owasp.org/www-project-non-human-identities-top-10/2025/"),
		ShortDescription: multiformat("OWASP Non-Human Identities Top 10"),
	})
	c.addTaxonomy(list, rules.RefCSF, taxa, &sarif.ToolComponent{
		Name: "NIST-CSF", Version: new("2.0"), Organization: new("NIST"),
		InformationURI:   new("https://doi.org/10.6028/NIST.CSWP.29"),
		ShortDescription: multiformat("NIST Cybersecurity Framework"),
	})
	for _, r := range list {
		c.addRule(sarifRule{describe(r), relationships(r, taxa)})
	}
	c.addRule(sarifRule{ReportingDescriptor: describeFetchFailed()})
	return c
}

func (c *sarifCatalogue) addRule(r sarifRule) {
	c.index[r.ID] = uint(len(c.rules))
	c.rules = append(c.rules, r)
}

// addTaxonomy lists what the rules name of one kind, by number.
func (c *sarifCatalogue) addTaxonomy(list []*rules.Rule, kind rules.RefKind, taxa map[string]sarifTaxon, component *sarif.ToolComponent) {
	var refs []rules.Ref
	for _, r := range list {
		for _, ref := range r.References() {
			if ref.Kind == kind && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	if len(refs) == 0 {
		return
	}
	slices.SortFunc(refs, func(a, b rules.Ref) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	reference := sarifComponent{component.Name, len(c.taxonomies)}
	component.Rules = []*sarif.ReportingDescriptor{} // go-sarif would write null
	for i, ref := range refs {
		component.Taxa = append(component.Taxa, &sarif.ReportingDescriptor{
			ID: ref.ID, ShortDescription: multiformat(cmp.Or(ref.Title, ref.ID)), HelpURI: &ref.URL,
		})
		taxa[ref.ID] = sarifTaxon{ref.ID, i, reference}
	}
	c.taxonomies = append(c.taxonomies, component)
	c.supported = append(c.supported, reference)
}

func relationships(r *rules.Rule, taxa map[string]sarifTaxon) []sarifRelationship {
	var out []sarifRelationship
	for _, ref := range r.References() {
		if taxon, ok := taxa[ref.ID]; ok {
			out = append(out, sarifRelationship{taxon, []string{"relevant"}})
		}
	}
	return out
}

// describe makes the descriptor of a rule. Precision is the rule's, so it cannot
// be the confidence of a finding, which stands in the result's properties: every
// rule reports what was observed or declared, against a source that it cites.
func describe(r *rules.Rule) *sarif.ReportingDescriptor {
	d := sarif.NewRule(r.ID)
	d.ShortDescription = multiformat(clip(r.Title, maxDescription))
	d.FullDescription = multiformat(clip(r.Why, maxDescription))
	d.HelpURI = new(repository + "/blob/main/rules/README.md#" + r.ID)
	d.Help = helpOf(r)
	d.DefaultConfiguration = &sarif.ReportingConfiguration{Level: sarifLevel(r.Severity)}
	if r.Off {
		d.DefaultConfiguration.Enabled = new(false)
	}
	d.Properties = sarif.Properties{"precision": "high", "tags": tagsOf(r)}
	if score := securitySeverity(r.Severity); score != "" {
		d.Properties["security-severity"] = score
	} else {
		d.Properties["problem.severity"] = "recommendation"
	}
	return d
}

// securitySeverity lies in the middle of GitHub's bands: over 9.0 is critical,
// 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low; 0.0 counts as none, so
// that what is merely noted carries no score at all.
func securitySeverity(s rules.Severity) string {
	return [...]string{rules.Info: "", rules.Low: "2.0", rules.Medium: "5.5", rules.High: "8.0", rules.Critical: "9.5"}[s]
}

// tagsOf gives the words to filter by; CWE tags are spelt as CodeQL spells them.
func tagsOf(r *rules.Rule) []string {
	tags := []string{"jwks", r.Scope()}
	if r.Severity > rules.Info {
		tags = append(tags, "security")
	}
	for _, ref := range r.References() {
		switch number, isCWE := strings.CutPrefix(ref.ID, "CWE-"); {
		case isCWE:
			tags = append(tags, "external/cwe/cwe-"+strings.Repeat("0", max(0, 3-len(number)))+number)
		case ref.Kind == rules.RefNHI:
			tags = append(tags, "external/owasp-nhi/"+strings.ToLower(ref.ID))
		case ref.Kind == rules.RefCSF:
			tags = append(tags, "external/nist-csf/"+strings.ToLower(ref.ID))
		}
	}
	return tags[:min(len(tags), maxTags)]
}

func helpOf(r *rules.Rule) *sarif.MultiformatMessageString {
	text := "Why: " + r.Why + "\n\nFix: " + r.Fix + "\n\nSources:"
	markdown := "**Why it matters.** " + r.Why + "\n\n**What to do.** " + r.Fix + "\n\n**Sources**\n"
	for _, ref := range r.References() {
		text += "\n" + ref.String() + ": " + ref.URL
		markdown += "\n- [" + ref.String() + "](" + ref.URL + ")"
	}
	return &sarif.MultiformatMessageString{Text: sarifMessage(text).Text, Markdown: &markdown}
}

// describeFetchFailed describes a gap. It is no security result: nothing is
// known of what was not seen.
func describeFetchFailed() *sarif.ReportingDescriptor {
	const why = "What was not looked at is not known to be clean. Alerts about it may close although nothing was fixed."
	const fix = "Make the target answer and scan again, or take it off the list."
	d := sarif.NewRule(fetchFailed)
	d.ShortDescription = multiformat("Something could not be looked at")
	d.FullDescription = multiformat(why)
	d.HelpURI = new(repository + "#exit-codes")
	d.Help = &sarif.MultiformatMessageString{
		Text:     new("Why: " + why + "\n\nFix: " + fix),
		Markdown: new("**Why it matters.** " + why + "\n\n**What to do.** " + fix),
	}
	d.DefaultConfiguration = &sarif.ReportingConfiguration{Level: "warning"}
	d.Properties = sarif.Properties{"precision": "very-high", "problem.severity": "warning", "tags": []string{"jwks", "gap"}}
	return d
}

func multiformat(text string) *sarif.MultiformatMessageString {
	return &sarif.MultiformatMessageString{Text: sarifMessage(text).Text}
}
