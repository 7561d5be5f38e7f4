package jwks

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// trustBundle reads the members that a SPIFFE bundle has besides its keys (SPIFFE
// Trust Domain and Bundle section 4.1); nil where there are none.
func trustBundle(members []member, facts *facts) *inventory.TrustBundle {
	sequence, hasSequence := find(members, "spiffe_sequence")
	hint, hasHint := find(members, "spiffe_refresh_hint")
	if !hasSequence && !hasHint {
		return nil
	}
	return &inventory.TrustBundle{Sequence: integer(sequence, facts), RefreshHint: integer(hint, facts)}
}

// integer reads a member that must be a JSON integer from zero up; nil where it is
// absent or another value.
func integer(m member, facts *facts) *uint64 {
	if m.raw == nil {
		return nil
	}
	if m.raw.Kind() == jsontext.KindNumber {
		if n, err := strconv.ParseUint(string(m.raw), 10, 64); err == nil {
			return &n
		}
	}
	found := typeName(m.raw)
	if m.raw.Kind() == jsontext.KindNumber && len(m.raw) <= maxQuote {
		found += " (" + string(m.raw) + ")"
	}
	facts.add(inventory.FactWrongType, m.name, found+", want an integer")
	return nil
}
