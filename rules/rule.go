package rules

import "fmt"

// Rule is one check. Exactly one of Endpoint, Consumer and Fleet is set.
type Rule struct {
	ID       string   // states the defect as noun-defect; public, never reused
	Title    string   // one line, no full stop
	Severity Severity // default; one severity a rule and run
	Off      bool     // runs only where a profile, the operator's settings or --only ask for it
	Since    string   // the version that brought the rule
	Refs     []Ref    // what makes it a defect; at least one specification or study
	Why      string   // what goes wrong for whom
	Fix      string   // what to do, in order

	Moduli bool // a fleet rule that needs the moduli of RSA keys, which digests otherwise do without
	Needs  Need // what a run must do for the rule to find anything; "" where any run will do

	Endpoint func(*EndpointPass)
	Consumer func(*ConsumerPass)
	Fleet    func(*FleetPass)
}

// Need is a look that only some runs take. A run that does not take it says nothing
// about what an earlier one found by it.
type Need string

// The needs.
const (
	NeedBlocklist Need = "blocklist" // a list of known keys
	NeedAccepts   Need = "accepts"   // requests with several Accept fields
	NeedVantages  Need = "vantages"  // looks at the servers or regions of one key set
)

// Scope names the function that is set: "endpoint", "consumer" or "fleet".
func (r *Rule) Scope() string {
	switch {
	case r.Endpoint != nil:
		return "endpoint"
	case r.Consumer != nil:
		return "consumer"
	}
	return "fleet"
}

// Severity orders findings by what is at stake.
type Severity uint8

// The severities, least first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// Severities lists all severities, most severe first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low, Info} }

// String gives the lower-case word of reports and flags.
func (s Severity) String() string {
	return [...]string{"info", "low", "medium", "high", "critical"}[s]
}

// Meaning says what puts a rule into this severity: its share in who can make
// tokens, who rejects them and for how long a key is trusted.
func (s Severity) Meaning() string {
	return [...]string{
		"true of many healthy endpoints: worth knowing before a rotation or an incident",
		"departs from a specification or from good practice, and hurts in rare cases or together with another fault",
		"some consumers reject good tokens, or a removed key is trusted for longer than the policy allows",
		"consumers reject every token of the issuer, differ on which key they trust, or hold one that no rotation reaches",
		"others than the issuer can make tokens that are accepted, or the key is one that no sound generator makes",
	}[s]
}

// ParseSeverity reads the word that String writes.
func ParseSeverity(text string) (Severity, error) {
	for _, s := range Severities() {
		if s.String() == text {
			return s, nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: want info, low, medium, high or critical", text)
}

// Confidence says how sure a finding is: that of its weakest term.
type Confidence uint8

// The confidences, least first.
const (
	Tentative Confidence = iota // rests on an assumption
	Firm                        // rests on a vendor's documented default
	Certain                     // rests on what was observed or declared
)

// String gives the lower-case word of reports.
func (c Confidence) String() string { return [...]string{"tentative", "firm", "certain"}[c] }
