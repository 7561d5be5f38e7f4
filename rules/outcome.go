package rules

import (
	"slices"
	"strings"
)

// CSF cites an outcome of the NIST Cybersecurity Framework 2.0 by its subcategory;
// the words come from csfOutcome.
func CSF(subcategory string) Ref {
	return Ref{
		Kind: RefCSF, ID: subcategory, Title: csfOutcome(subcategory),
		URL: "https://doi.org/10.6028/NIST.CSWP.29",
	}
}

// References is what the rule cites, and the outcomes of the NIST Cybersecurity
// Framework that its weaknesses and risks work against.
func (r *Rule) References() []Ref {
	var outcomes []string
	for _, ref := range r.Refs {
		if outcome := outcomeOf(ref); outcome != "" && !slices.Contains(outcomes, outcome) {
			outcomes = append(outcomes, outcome)
		}
	}
	slices.Sort(outcomes)
	refs := slices.Clone(r.Refs)
	for _, outcome := range outcomes {
		refs = append(refs, CSF(outcome))
	}
	return refs
}

// outcomeOf gives the outcome that a weakness or a risk works against; "" for a
// source, and for a risk that says no more than the weakness beside it. A test
// refuses a weakness that stands nowhere here.
func outcomeOf(ref Ref) string {
	switch ref.ID {
	case "NHI3":
		return "GV.SC-07"
	case "NHI5":
		return "PR.AA-05"
	case "NHI6", "NHI8":
		return "PR.IR-01"
	}
	switch strings.TrimPrefix(ref.ID, "CWE-") {
	case "262", "321", "323", "324", "522", "613", "666", "672", "798", "826", "1329", "1392", "1394", // a credential past its time, or not secret
		"200", "298", "299", "521":
		return "PR.AA-01"
	case "290", "326", "327", "328", "330", "331", "338", "340", "345", "346", "347", "354", "757", "1240", "1391": // assertions that others can make
		return "PR.AA-04"
	case "295", "319", "524", "525", "601": // what reads or changes the answer on its way
		return "PR.DS-02"
	case "362", "636", "754", "755": // a fault that spreads
		return "PR.IR-03"
	case "400", "405", "406", "770": // load
		return "PR.IR-04"
	case "668", "653", "918", "942": // reach beyond its place
		return "PR.IR-01"
	case "20", "22", "74", "116", "150", "436", "477", "693", "694", "1059", "1188", "1286", "1288": // configured against its specification
		return "PR.PS-01"
	}
	return ""
}

// csfOutcome gives the statement of a subcategory of the NIST Cybersecurity
// Framework 2.0 (NIST CSWP 29, February 2024); "" for one that is not used here.
func csfOutcome(subcategory string) string {
	return map[string]string{
		"GV.SC-07": "The risks posed by a supplier, their products and services, and other third parties are understood, recorded, prioritized, assessed, responded to, and monitored over the course of the relationship",
		"PR.AA-01": "Identities and credentials for authorized users, services, and hardware are managed by the organization",
		"PR.AA-04": "Identity assertions are protected, conveyed, and verified",
		"PR.AA-05": "Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties",
		"PR.DS-02": "The confidentiality, integrity, and availability of data-in-transit are protected",
		"PR.IR-01": "Networks and environments are protected from unauthorized logical access and usage",
		"PR.IR-03": "Mechanisms are implemented to achieve resilience requirements in normal and adverse situations",
		"PR.IR-04": "Adequate resource capacity to ensure availability is maintained",
		"PR.PS-01": "Configuration management practices are established and applied",
	}[subcategory]
}
