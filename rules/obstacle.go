package rules

import (
	"slices"
	"strconv"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// obstacle is what keeps a consumer from verifying with a published signing key,
// in the order in which it would meet them: of several the first counts.
type obstacle string

const (
	noObstacle        obstacle = ""
	obstacleAlgorithm obstacle = "algorithm" // for none that is allowed or, without a list, implemented
	obstacleType      obstacle = "type"      // of a type that it cannot use
	obstacleCurve     obstacle = "curve"     // on a curve that it cannot use
	obstacleMember    obstacle = "member"    // without a member that it needs
	obstacleEncoding  obstacle = "encoding"  // written in a way that it refuses
	obstacleModulus   obstacle = "modulus"   // with a shorter RSA modulus than it accepts
)

// foreignObstacles are those of keys of another kind than the consumer can use,
// however they are published.
func foreignObstacles() []obstacle { return []obstacle{obstacleAlgorithm, obstacleType, obstacleCurve} }

// fit is what a consumer can make of the published signing keys.
type fit struct {
	keys    []*inventory.Key
	blocked map[obstacle][]*inventory.Key
	usable  int
}

// fitOf sorts the published signing keys by what keeps a consumer from using them.
// It is empty where the consumer refuses the whole set: keyset-refused says so.
func fitOf(pass *EndpointPass, c *inventory.Consumer) fit {
	f := fit{blocked: map[obstacle][]*inventory.Key{}}
	if len(spoilersOf(pass.Set(), c)) > 0 {
		return f
	}
	f.keys = pass.SigningKeys()
	for _, key := range f.keys {
		o := obstacleTo(c, key)
		if o == noObstacle {
			f.usable++
			continue
		}
		f.blocked[o] = append(f.blocked[o], key)
	}
	return f
}

// foreign counts the keys of another kind than the consumer can use.
func (f fit) foreign() int {
	count := 0
	for _, o := range foreignObstacles() {
		count += len(f.blocked[o])
	}
	return count
}

func obstacleTo(c *inventory.Consumer, key *inventory.Key) obstacle {
	can := &c.Capabilities
	algorithms, _ := usableAlgorithms(c)
	switch {
	case len(algorithms.V) > 0 && !fits(key, algorithms.V):
		return obstacleAlgorithm
	case lacks(can.KeyTypes, key.Kty):
		return obstacleType
	case key.Crv != "" && lacks(can.Curves, key.Crv):
		return obstacleCurve
	case c.Refresh.Mode == inventory.ModeStatic:
		return noObstacle // how the issuer publishes its keys is nothing to it
	case len(missingNeeds(c, key)) > 0:
		return obstacleMember
	case len(refusedFacts(c, key)) > 0:
		return obstacleEncoding
	case key.RSA != nil && can.LeastRSABits.From.Known() && key.RSA.N.BitLen() < can.LeastRSABits.V:
		return obstacleModulus
	}
	return noObstacle
}

// lacks reports whether a list is known and does not hold a value.
func lacks[T comparable](list inventory.Value[[]T], value T) bool {
	return list.From.Known() && len(list.V) > 0 && !slices.Contains(list.V, value)
}

// missingNeeds lists the members that a consumer needs and a key lacks.
func missingNeeds(c *inventory.Consumer, key *inventory.Key) []string {
	if !c.Capabilities.Needs.From.Known() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Capabilities.Needs.V), func(member string) bool {
		switch member {
		case "alg":
			return key.Alg != ""
		case "kid":
			return key.Kid != ""
		case "use":
			return key.Use != ""
		}
		return key.Has(member)
	})
}

// refusedFacts gives the departures from strict encoding that a consumer does not take.
func refusedFacts(c *inventory.Consumer, key *inventory.Key) []inventory.Fact {
	var refused []inventory.Fact
	if v := c.Capabilities.StrictIntegers; v.From.Known() && v.V {
		refused = append(refused, memberFacts(key, inventory.FactLeadingZero)...)
	}
	if v := c.Capabilities.StrictBase64; v.From.Known() && v.V {
		refused = append(refused, memberFacts(key, inventory.FactPadding, inventory.FactAlphabet)...)
	}
	return refused
}

// limitOf says what a consumer keeps to where a key is of another kind: "only RS256
// is allowed", with where that is from.
func limitOf(c *inventory.Consumer, o obstacle) (text string, from inventory.Value[[]string]) {
	verb := " is supported"
	switch o {
	case obstacleAlgorithm:
		algorithms, isList := usableAlgorithms(c)
		if from = algorithms; isList {
			verb = " is allowed"
		}
	case obstacleType:
		from = c.Capabilities.KeyTypes
	case obstacleCurve:
		from = c.Capabilities.Curves
	}
	return "only " + some(from.V, ", ") + verb + source(from.From), from
}

// reportBlocked reports the keys of a kind that a consumer can use but which are
// not published as it needs them.
func reportBlocked(pass *EndpointPass, c *inventory.Consumer, f fit, o obstacle) {
	keys := f.blocked[o]
	if len(keys) == 0 {
		return
	}
	can := &c.Capabilities
	var flaws string
	var from inventory.Provenance
	switch o {
	case obstacleMember:
		from = can.Needs.From
		flaws = "no " + sayEach(keys, func(key *inventory.Key) []string { return missingNeeds(c, key) }) + ", want it on each"
	case obstacleEncoding:
		from = max(can.StrictIntegers.From, can.StrictBase64.From)
		flaws = sayEach(keys, func(key *inventory.Key) []string { return []string{describeFacts(refusedFacts(c, key), " ")} })
	case obstacleModulus:
		from = can.LeastRSABits.From
		bits := sayEach(keys, func(key *inventory.Key) []string { return []string{strconv.Itoa(key.RSA.N.BitLen())} })
		flaws = "RSA modulus is " + bits + " bits, want at least " + strconv.Itoa(can.LeastRSABits.V)
	}
	pass.ReportConsumerf(c, "%d of %d published signing keys (%s) are refused%s: %s",
		len(keys), len(f.keys), keyLabels(keys), source(from), flaws).resting(from).About(consumerSubject(c) + "\x00" + string(o))
}

// reportUnusable reports, for each consumer that can use no published signing key,
// those of its kind for one obstacle.
func reportUnusable(pass *EndpointPass, o obstacle) {
	for _, c := range pass.Endpoint.Consumers {
		if f := fitOf(pass, c); f.usable == 0 {
			reportBlocked(pass, c, f, o)
		}
	}
}
