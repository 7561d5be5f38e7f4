package scan

import (
	"errors"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// readConfigs reads files that may be consumer configurations, and tells visit of
// each. Of a folder's many files only those are held that bear the sign of some product.
func (p *planner) readConfigs(path string, visit func(file)) error {
	if path == "" { // such as a variable that is not set
		return errors.New("is empty, want a file or folder")
	}
	signed := consumer.Signed()
	everything := func(string) bool { return true }
	return p.walk(path, inventory.Origin{}, everything, func(f file) {
		if p.fleet != nil && f.path == p.fleet.Path {
			return
		}
		visit(f)
		r := p.reading(f)
		if r.config || !signed(f.data) {
			return
		}
		r.config = true
		if !p.hold(f.path, inventory.Origin{}, f.data) {
			r.recognised = true // as a gap
			return
		}
		p.configs = append(p.configs, f)
	})
}

// addConsumers recognises the consumers and makes what they trust targets.
func (p *planner) addConsumers() {
	var files []consumer.File
	for _, f := range p.configs {
		files = append(files, consumer.File{Path: f.path, Data: f.data})
	}
	result := consumer.Discover(files)
	p.Consumers = p.withDeclared(result.Consumers)
	p.Problems = append(p.Problems, result.Problems...)
	for _, path := range result.Recognised {
		p.readings[path].recognised = true
	}
	for _, c := range p.Consumers {
		p.addTrust(c)
	}
	p.joinPins()
}

// addTrust makes the key sets, metadata documents and issuers of one consumer targets.
func (p *planner) addTrust(c *inventory.Consumer) {
	issuers := knownTexts(c.Issuers)
	for _, v := range c.JWKSURLs {
		p.addStated(c, v, inventory.RoleKeySet, issuers)
	}
	for _, v := range c.DiscoveryURLs {
		p.addStated(c, v, inventory.RoleMetadata, issuers)
	}
	// An issuer whose keys come from elsewhere is looked up all the same: its
	// metadata is what the configuration is compared with, its keys what pins are
	// compared with.
	elsewhere := len(c.JWKSURLs) > 0 || len(c.DiscoveryURLs) > 0 || c.StaticKeys()
	for _, v := range c.Issuers {
		if elsewhere {
			p.addOptional(c, v)
			continue
		}
		if target := p.addStated(c, v, inventory.RoleIssuer, []string{v.V}); target != nil {
			target.Optional = false
		}
	}
}

// addStated makes a URL that a consumer fetches a target. One that is no URL is a
// gap; one that only the running system knows is the consumer's own to report.
func (p *planner) addStated(c *inventory.Consumer, v inventory.Value[string], role inventory.Role, issuers []string) *inventory.Target {
	if !v.From.Known() || v.V == "" {
		return nil
	}
	at := whereStated(c, v)
	address := canonical(v.V)
	if address == "" {
		p.badTarget(v.V, at, errors.New("is trusted by a consumer and is not an absolute http or https URL without credentials: its keys cannot be looked at"))
		return nil
	}
	target := p.add(address, role, at)
	target.Consumers = append(target.Consumers, c)
	target.Issuers = append(target.Issuers, issuers...)
	return target
}

// addOptional makes an issuer a target that no consumer asks for. Many issuers
// are names and not URLs.
func (p *planner) addOptional(c *inventory.Consumer, v inventory.Value[string]) {
	address := canonical(v.V)
	if !v.From.Known() || address == "" {
		return
	}
	isNew := p.find(address, inventory.RoleIssuer) == nil
	target := p.add(address, inventory.RoleIssuer, whereStated(c, v))
	target.Issuers = append(target.Issuers, v.V)
	target.Optional = target.Optional || isNew
	if len(c.JWKSURLs)+len(c.DiscoveryURLs) == 0 { // it only pins: the issuer's keys are those to compare with
		target.Consumers = append(target.Consumers, c)
	}
}

func whereStated(c *inventory.Consumer, v inventory.Value[string]) inventory.Origin {
	if v.At.IsZero() {
		return c.Origin
	}
	return v.At
}

func knownTexts(values []inventory.Value[string]) []string {
	var out []string
	for _, v := range values {
		if v.From.Known() && v.V != "" {
			out = append(out, v.V)
		}
	}
	return out
}

// joinPins attaches each consumer that pins keys to the key sets which other
// consumers state for the same issuer: there its pins can be compared.
func (p *planner) joinPins() {
	keySets := map[string][]*inventory.Target{} // by issuer
	for _, target := range p.Targets {
		if target.Role == inventory.RoleKeySet {
			target.Issuers = distinct(target.Issuers)
			for _, issuer := range target.Issuers {
				keySets[issuer] = append(keySets[issuer], target)
			}
		}
	}
	for _, c := range p.Consumers {
		if len(c.Pins) == 0 {
			continue
		}
		for _, issuer := range knownTexts(c.Issuers) {
			for _, target := range keySets[issuer] {
				target.Consumers = append(target.Consumers, c)
			}
		}
	}
}
