package rules

import (
	"fmt"
	"maps"
	"slices"
)

// Settings is what somebody makes of rules, by their IDs: a profile, or an operator
// on top of one. A rule that does not stand here stays as it is.
type Settings map[string]Setting

// Setting is what is made of one rule: its severity, with which it runs even where
// it is off as it is written, or off.
type Setting struct {
	severity Severity
	off      bool
}

// At lets a rule run with a severity.
func At(s Severity) Setting { return Setting{severity: s} }

// Off keeps a rule from running.
func Off() Setting { return Setting{off: true} }

// ParseSetting reads a severity, or "off".
func ParseSetting(text string) (Setting, error) {
	if text == "off" {
		return Off(), nil
	}
	severity, err := ParseSeverity(text)
	if err != nil {
		return Setting{}, fmt.Errorf("%w, or off", err)
	}
	return At(severity), nil
}

// apply sets what the settings say of a rule.
func (s Settings) apply(rule *Rule) {
	setting, ok := s[rule.ID]
	if !ok {
		return
	}
	if rule.Off = setting.off; !rule.Off {
		rule.Severity = setting.severity
	}
}

// Selection says which rules run, and how severe each is.
type Selection struct {
	Profile       string   // "" is the default one
	Settings      Settings // the operator's: they win over the profile's
	Only, Disable []string // IDs; one in Only runs even where it is off, one in Disable never
}

// Select returns the whole catalogue as the selection has it: copies with the
// severity of this run, those that do not run Off. An error names an unknown rule
// or profile.
func Select(selection Selection) ([]*Rule, error) {
	profile, err := LookupProfile(selection.Profile)
	if err != nil {
		return nil, err
	}
	if err := selection.known(); err != nil {
		return nil, err
	}
	all := All()
	for i, rule := range all {
		one := *rule
		profile.apply(&one)
		selection.Settings.apply(&one)
		selection.narrow(&one)
		all[i] = &one
	}
	return all, nil
}

// known refuses what is about no rule.
func (s Selection) known() error {
	for _, id := range slices.Concat(s.Only, s.Disable, slices.Sorted(maps.Keys(s.Settings))) {
		if _, err := Lookup(id); err != nil {
			return err
		}
	}
	return nil
}

func (s Selection) narrow(rule *Rule) {
	switch {
	case slices.Contains(s.Disable, rule.ID):
		rule.Off = true
	case len(s.Only) > 0:
		rule.Off = !slices.Contains(s.Only, rule.ID)
	}
}
