package output

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestJSONIsValid(t *testing.T) {
	schema := compileSchema(t, "../docs/report.schema.json")
	bare := &Report{
		Endpoints: []Endpoint{{}}, Gaps: []inventory.Problem{{Kind: inventory.ProblemOffline}},
		Consumers: []*inventory.Consumer{{Product: "envoy"}},
	}
	for name, r := range map[string]*Report{"fixture": fixture(), "bare": bare, "empty": {}} {
		t.Run(name, func(t *testing.T) { checkSchema(t, schema, render(t, "json", r, Options{})) })
	}
}

// The published schema must be strict, or it would not notice a member that
// vanished or was misspelt.
func TestJSONSchemaIsStrict(t *testing.T) {
	data, err := os.ReadFile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	objects := 0
	var walk func(node any, path string)
	walk = func(node any, path string) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		if object["type"] == "object" {
			objects++
			properties, _ := object["properties"].(map[string]any)
			required, _ := object["required"].([]any)
			if object["additionalProperties"] != false || len(properties) != len(required) {
				t.Errorf("%s is not strict", path)
			}
			for name := range properties {
				if !slices.Contains(required, any(name)) {
					t.Errorf("%s: %s is not required", path, name)
				}
			}
		}
		for name, child := range object {
			walk(child, path+"/"+name)
		}
	}
	walk(schema, "")
	if objects < 10 {
		t.Errorf("saw %d objects, want at least 10", objects)
	}
}

func TestJSONLags(t *testing.T) {
	var report struct {
		Consumers []struct {
			NewKeyLag struct {
				Seconds  *float64
				Infinite bool
			} `json:"new_key_lag"`
		}
	}
	r := fixture()
	r.Consumers = append(r.Consumers, &inventory.Consumer{Product: "unheard-of"})
	if err := json.Unmarshal(render(t, "json", r, Options{}), &report); err != nil {
		t.Fatal(err)
	}
	envoy, spring, unknown := report.Consumers[0].NewKeyLag, report.Consumers[1].NewKeyLag, report.Consumers[2].NewKeyLag
	if envoy.Seconds == nil || *envoy.Seconds != 900 || envoy.Infinite {
		t.Errorf("10m interval behind a cache of 5m: %+v, want 900 seconds", envoy)
	}
	if spring.Seconds != nil || !spring.Infinite {
		t.Errorf("keys read once at start: %+v, want infinite without seconds", spring)
	}
	if unknown.Seconds != nil || unknown.Infinite {
		t.Errorf("nothing known: %+v, want neither seconds nor infinite", unknown)
	}
}
