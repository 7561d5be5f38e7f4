package consumer

import (
	"reflect"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestCommonCapabilities holds every field: versions that agree keep it, and one
// that is known of one version alone is unknown.
func TestCommonCapabilities(t *testing.T) {
	var known inventory.Capabilities
	fields := reflect.ValueOf(&known).Elem()
	for i := range fields.NumField() {
		fields.Field(i).FieldByName("From").Set(reflect.ValueOf(inventory.VendorDefault))
		fields.Field(i).FieldByName("Cite").SetString("a source")
	}
	if got := commonCapabilities(known, known); !reflect.DeepEqual(got, known) {
		t.Errorf("of two that agree: got %+v, want %+v", got, known)
	}
	if got := commonCapabilities(known, inventory.Capabilities{}); !reflect.DeepEqual(got, inventory.Capabilities{}) {
		t.Errorf("of two that differ: got %+v, want nothing", got)
	}
}
