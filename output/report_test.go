package output

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var errFull = errors.New("no space left on device")

// fullDisk takes a number of bytes and no more.
type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.room {
		return d.room, errFull
	}
	d.room -= len(p)
	return len(p), nil
}

func TestWriteErrorsAreReturned(t *testing.T) {
	r := fixture()
	for i := range 500 { // more than any buffer holds
		r.Findings = append(r.Findings, rules.Finding{Rule: keyShared, Message: "m", URL: payroll, Fingerprint: hash(1000 + i)})
	}
	writers := map[string]func(io.Writer) error{
		"rules": func(w io.Writer) error { return WriteRules(w, fixtureRules(), Options{}) },
		"explain": func(w io.Writer) error {
			return WriteExplain(w, Explanation{Rule: shortModulus, Example: "example"}, Options{})
		},
	}
	for _, f := range Formats() {
		writers[f.Name] = func(w io.Writer) error { return f.Write(w, r, Options{Width: 120}) }
	}
	for name, write := range writers {
		for _, room := range []int{0, 100} {
			if err := write(&fullDisk{room}); !errors.Is(err, errFull) {
				t.Errorf("%s on a disk with room for %d bytes: %v, want %v", name, room, err, errFull)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	for _, f := range Formats() {
		if got, err := Lookup(f.Name); err != nil || got.Name != f.Name {
			t.Errorf("Lookup(%q) = %q, %v", f.Name, got.Name, err)
		}
	}
	if _, err := Lookup("xml"); err == nil || !strings.Contains(err.Error(), "table, sarif, json") {
		t.Errorf("Lookup(xml): %v, want an error that names the formats", err)
	}
}

func TestRecordEndpoint(t *testing.T) {
	good := &inventory.Observation{Keys: &inventory.Document[inventory.KeySet]{Value: &inventory.KeySet{Keys: []inventory.Key{
		{Kid: "a", Kty: "EC", Alg: "ES256", Use: "sig", Crv: "P-256", Bits: 256, Thumbprint: thumb},
		{Problem: "kty is missing"},
	}}}}
	down := &inventory.Observation{Keys: &inventory.Document[inventory.KeySet]{
		Problem: &inventory.Problem{Kind: inventory.ProblemTimeout, Detail: "no answer within 10s"},
	}}
	lost := &inventory.Observation{Metadata: &inventory.Document[inventory.Discovery]{
		Problem: &inventory.Problem{Kind: inventory.ProblemNoMetadata, Detail: "nowhere"},
	}}
	for name, c := range map[string]struct {
		seen    []*inventory.Observation
		problem string
		keys    int
	}{
		"readable":             {[]*inventory.Observation{good}, "", 2},
		"down":                 {[]*inventory.Observation{down}, "timeout: no answer within 10s", 0},
		"down after it was up": {[]*inventory.Observation{good, down}, "timeout: no answer within 10s", 2},
		"up again":             {[]*inventory.Observation{down, good}, "", 2},
		"no metadata":          {[]*inventory.Observation{lost}, "no-metadata: nowhere", 0},
		"leads nowhere":        {[]*inventory.Observation{{}}, "no-jwks-uri: the metadata leads to no key set", 0},
		"not looked at":        {nil, "interrupted: not looked at", 0},
	} {
		endpoint := &inventory.Endpoint{URL: payroll, Issuer: issuer, Observations: c.seen}
		record := RecordEndpoint(endpoint)
		if record.Problem != c.problem || len(record.Keys) != c.keys || record.URL != payroll || record.Issuer != issuer {
			t.Errorf("%s: %+v, want problem %q and %d keys", name, record, c.problem, c.keys)
		}
		if Failed(endpoint) != (c.problem != "") {
			t.Errorf("%s: Failed is %v", name, Failed(endpoint))
		}
	}
	want := Key{Kid: "a", Kty: "EC", Alg: "ES256", Use: "sig", Curve: "P-256", Bits: 256, Thumbprint: thumb}
	if got := RecordEndpoint(&inventory.Endpoint{Observations: []*inventory.Observation{good}}).Keys[0]; got != want {
		t.Errorf("key %+v, want %+v", got, want)
	}
}
