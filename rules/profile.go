package rules

import (
	"fmt"
	"strings"
)

// DefaultProfile names the profile that leaves every rule as it is written.
const DefaultProfile = "default"

// Profile is a way to judge: what it makes of the rules that it names. It is data
// and says nothing about time: a rule with a date in it takes the pass's.
type Profile struct {
	Name  string
	Title string // one line, no full stop
	Settings
}

// Profiles returns all profiles, the default one first.
func Profiles() []Profile {
	return []Profile{
		{DefaultProfile, "every rule as the catalogue has it", Settings{}},
		{"fapi2", "FAPI 2.0 Security Profile: banks, payments, open data", fapi2()},
		{"nist", "FIPS 186-5 and the transitions of SP 800-57 and SP 800-131A", nist()},
		{"spiffe", "trust bundles of SPIFFE trust domains", spiffe()},
		{"federation", "OpenID Federation 1.0", federation()},
		{"k8s", "service account issuers of Kubernetes clusters", k8s()},
		{"strict", "every departure from good practice counts", strict()},
	}
}

// LookupProfile finds a profile by its name; "" is the default one.
func LookupProfile(name string) (Profile, error) {
	var names []string
	for _, p := range Profiles() {
		if p.Name == name || name == "" {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Profile{}, fmt.Errorf("unknown profile %q: want one of %s", name, strings.Join(names, ", "))
}

// Of returns the severity that the profile gives a rule, or that it switches the
// rule off; false where it leaves the rule as it is written.
func (p Profile) Of(rule *Rule) (severity Severity, off, ok bool) {
	setting, ok := p.Settings[rule.ID]
	return setting.severity, setting.off, ok
}

func fapi2() Settings {
	return Settings{
		"alg-forbidden":       At(Critical),
		"alg-hmac-advertised": At(Medium),
		"alg-missing":         At(Low),
		"alg-outside-fapi":    At(High),
		"ec-curve-unapproved": At(High),
		"metadata-disagree":   At(High),
		"rsa-exponent-small":  At(High),
		"rsa-modulus-short":   At(Critical),
		"x5u-present":         At(Medium),
	}
}

func nist() Settings {
	return Settings{
		"alg-forbidden":              At(Critical),
		"ec-curve-unapproved":        At(High),
		"encryption-weak-advertised": At(Medium),
		"post-quantum-missing":       At(Low),
		"rsa-exponent-large":         At(High),
		"rsa-exponent-small":         At(High),
		"rsa-modulus-short":          At(Critical),
		"rsa-strength-ended":         At(High),
		"rsa-strength-ending":        At(Low),
	}
}

// spiffe: a bundle has no issuer, and its keys need no alg.
func spiffe() Settings {
	return Settings{
		"alg-missing":           Off(),
		"bundle-hint-missing":   At(Medium),
		"bundle-number-invalid": At(High),
		"bundle-unmarked":       At(High),
		"bundle-use-invalid":    At(High),
		"kid-missing":           Off(),
		"kid-missing-ambiguous": Off(),
		"standby-missing":       Off(), // JWT authorities appear and go with spiffe_sequence
		"use-missing":           Off(),
	}
}

func federation() Settings {
	return Settings{
		"jwks-given-twice":     At(Low),
		"kid-missing":          At(Medium),
		"kid-not-thumbprint":   At(Low),
		"signed-claim-missing": At(High),
		"signed-kid-missing":   At(High),
	}
}

// k8s: the cluster or a bucket beside it serves the documents, and machines read them.
func k8s() Settings {
	return Settings{
		"hsts-missing":        Off(),
		"integer-not-minimal": At(High),
		"jwks-uri-cross-site": Off(),
		"kid-development":     Off(),
		"standby-missing":     Off(), // the API server publishes a key once it signs with it
	}
}

func strict() Settings {
	return Settings{
		"alg-deprecated":             At(Low),
		"alg-hmac-advertised":        At(Low),
		"alg-missing":                At(Medium),
		"cache-forbidden":            At(Medium),
		"cache-header-missing":       At(Medium),
		"encryption-weak-advertised": At(Low),
		"hsts-missing":               At(Low),
		"jwks-uri-cross-site":        At(Medium),
		"kid-development":            At(Medium),
		"kid-generic":                At(Medium),
		"member-unknown":             At(Low),
		"post-quantum-missing":       At(Info),
		"rs256-unadvertised":         At(Info),
		"rsa-strength-ending":        At(Info),
		"standby-missing":            At(Medium),
		"use-missing":                At(Low),
		"use-operations-both":        At(Low),
		"rsa-factor-smooth":          At(Critical),
		"rsa-modulus-prime":          At(Critical),
	}
}
