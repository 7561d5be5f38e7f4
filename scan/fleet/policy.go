package fleet

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func (r *reader) policy(n *config.Node) {
	p := &r.file.Policy
	r.object(n, keys{
		"profile":    func(n *config.Node) { p.Profile = r.oneOf(n, r.words.Profiles) },
		"fail_on":    func(n *config.Node) { p.FailOn = r.oneOf(n, append(slices.Clone(r.words.Severities), "none")) },
		"severities": r.severities,
		"thresholds": func(n *config.Node) { r.thresholds(&p.Policy, n) },
		"ignore":     func(n *config.Node) { r.list(n, r.ignore) },
	})
}

// oneOf reads a word; "" where it is none of those that are known, with a fault.
func (r *reader) oneOf(n *config.Node, words []string) string {
	word := r.text(n)
	if word != "" && !slices.Contains(words, word) {
		r.fault(n.At, "%s is %s%s", place(n), quote(word), r.meant(word, words))
		return ""
	}
	return word
}

func (r *reader) severities(n *config.Node) {
	if !r.is(n, config.Map, "a mapping of rules to severities") {
		return
	}
	for _, f := range n.Fields {
		if !r.knowsRule(f.Name, f.At) {
			continue
		}
		if _, twice := r.file.Policy.Severities[f.Name]; twice {
			r.fault(f.At, "key %s stands here twice", quote(f.Name))
		}
		r.file.Policy.Severities[f.Name] = r.oneOf(f.Value, append(slices.Clone(r.words.Severities), "off"))
	}
}

func (r *reader) knowsRule(id string, at inventory.Origin) bool {
	if slices.Contains(r.words.Rules, id) {
		return true
	}
	hint := "; `jwksaudit rules` lists them"
	if near := consumer.Nearest(id, r.words.Rules); near != "" {
		hint = ": did you mean " + quote(near)
	}
	r.fault(at, "unknown rule %s%s", quote(id), hint)
	return false
}

func (r *reader) thresholds(p *inventory.Policy, n *config.Node) {
	assumed := func(target *inventory.Value[time.Duration]) func(*config.Node) {
		return func(n *config.Node) {
			if v := r.duration(n); v.From.Known() {
				*target = v
			}
		}
	}
	limit := func(target *time.Duration) func(*config.Node) {
		return func(n *config.Node) {
			if v := r.duration(n); v.From.Known() {
				*target = v.V
			}
		}
	}
	r.object(n, keys{
		"token_lifetime":          assumed(&p.TokenLifetime),
		"skew":                    assumed(&p.Skew),
		"max_trust_after_removal": limit(&p.MaxTrustAfterRemoval),
		"max_cache_lifetime":      limit(&p.MaxCacheLifetime),
		"max_fetches_per_minute": func(n *config.Node) {
			if v := value(r, n, parseCount); v.From.Known() {
				p.MaxFetchesPerMinute = v.V
			}
		},
		"expiry_notice":  limit(&p.ExpiryNotice),
		"key_age_notice": limit(&p.KeyAgeNotice),
	})
}

// parseCount reads a number of things.
func parseCount(text string) (int, error) {
	const most = 1_000_000
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, errors.New("want a whole number")
	}
	return n, nil
}

func (r *reader) ignore(n *config.Node) {
	one := inventory.Ignore{At: n.At}
	ok := r.object(n, keys{
		"rule": func(n *config.Node) {
			one.At = n.At
			if one.Rule = r.text(n); one.Rule != "" && !r.knowsRule(one.Rule, n.At) {
				one.Rule = ""
			}
		},
		"subject": r.into(&one.Subject), "reason": r.into(&one.Reason),
		"until": func(n *config.Node) {
			if day := value(r, n, parseDay); day.From.Known() {
				one.Until = day.V.AddDate(0, 0, 1) // the day named is the last on which it holds
			}
		},
	})
	if !ok {
		return
	}
	var missing []string
	for _, key := range []string{"rule", "subject", "reason"} {
		if n.Get(key) == nil {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		r.fault(n.At, "%s lacks %s: want a rule, a subject (* for any) and the reason", place(n), strings.Join(missing, " and "))
	}
	r.file.Policy.Ignores = append(r.file.Policy.Ignores, one)
}
