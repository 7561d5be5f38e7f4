package output

import (
	"bytes"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/jwksaudit/jwksaudit/rules"
)

// WriteRules lists rules with their severity, or that they are off, their title
// and, where there is room, their scope.
func WriteRules(w io.Writer, list []*rules.Rule, o Options) error {
	p := newPage(w, o)
	withScope := p.width >= 100
	header, widths := []string{"SEVERITY", "RULE"}, []int{severityWidth + 2, columns("RULE") + 2}
	for _, r := range list {
		widths[1] = max(widths[1], columns(r.ID)+2)
	}
	if withScope {
		header, widths = append(header, "SCOPE"), append(widths, columns("endpoint")+2)
	}
	room := p.width
	for _, width := range widths {
		room -= width
	}
	rows := make([][]string, 0, len(list))
	for _, r := range list {
		row := []string{p.severityOf(r), r.ID}
		if withScope {
			row = append(row, r.Scope())
		}
		rows = append(rows, append(row, strings.Join(wrap(Plain(r.Title), room, p.wide), "\n")))
	}
	if err := p.grid(append(header, "TITLE"), widths, rows); err != nil {
		return err
	}
	return p.out.Flush()
}

// severityOf is the severity with which a rule runs, or that it does not.
func (p *page) severityOf(r *rules.Rule) string {
	if r.Off {
		return p.paint(severityStyle(rules.Info), "off")
	}
	return p.paint(severityStyle(r.Severity), r.Severity.String())
}

// grid writes a table without lines. The widths include the gap to the next
// column; the last column is as wide as it is. The table library wraps nothing,
// cuts nothing and swallows write errors: it renders into memory.
func (p *page) grid(header []string, widths []int, rows [][]string) error {
	columnWidths := tw.NewMapper[int, int]()
	for i, width := range widths {
		columnWidths.Set(i, width)
	}
	var buffer bytes.Buffer
	table := tablewriter.NewTable(&buffer,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithEastAsian(tw.Off), // by default it depends on the environment
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoFormat(tw.Off), tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoWrap(tw.WrapNone), tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
		tablewriter.WithColumnWidths(columnWidths),
	)
	table.Header(header)
	if err := table.Bulk(rows); err != nil {
		return err
	}
	if err := table.Render(); err != nil {
		return err
	}
	for line := range strings.Lines(buffer.String()) {
		p.line(strings.TrimSuffix(line, "\n"))
	}
	return nil
}

// Explanation is a rule and what else is known of it.
type Explanation struct {
	Rule     *rules.Rule
	Profiles []rules.Profile // of which those are shown that change it
	Seen     string          // how often it is true, such as "3 of 456 real key sets"; "" where that is not known
	Example  string          // "" where there is none
}

// WriteExplain writes why a rule exists, what to do about a finding, where the
// rule comes from, and an example of what it finds.
func WriteExplain(w io.Writer, e Explanation, o Options) error {
	p, r := newPage(w, o), e.Rule
	p.line(p.paint(bold, r.ID))
	p.paragraph(0, Plain(r.Title))
	p.line("")
	severity := p.paint(severityStyle(r.Severity), r.Severity.String())
	if r.Off {
		severity += ", off unless asked for"
	}
	p.line("severity  " + severity)
	if changes := changesTo(r, e.Profiles); len(changes) > 0 {
		p.line("profiles  " + strings.Join(changes, ", "))
	}
	p.line("scope     " + r.Scope())
	p.line("since     " + Plain(r.Since))
	if e.Seen != "" {
		p.line("seen      in " + Plain(e.Seen))
	}
	p.section("Why")
	p.paragraph(2, Plain(r.Why))
	p.section("Fix")
	p.paragraph(2, Plain(r.Fix))
	p.section("Sources")
	for _, ref := range r.References() {
		p.paragraph(2, Plain(ref.String()))
		p.paragraph(4, Plain(ref.URL))
	}
	if e.Example != "" {
		p.section("Example")
		for line := range strings.Lines(e.Example) {
			p.line("  " + Plain(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")))
		}
	}
	return p.out.Flush()
}

// changesTo says what the profiles make of a rule, such as "fapi2 high".
func changesTo(r *rules.Rule, profiles []rules.Profile) []string {
	var changes []string
	for _, profile := range profiles {
		severity, off, ok := profile.Of(r)
		switch {
		case off:
			changes = append(changes, profile.Name+" off")
		case ok:
			changes = append(changes, profile.Name+" "+severity.String())
		}
	}
	return changes
}

func (p *page) section(title string) {
	p.line("")
	p.line(p.paint(bold, title))
}
