package config

import "testing"

func TestAssignmentsOfAList(t *testing.T) {
	list := &Node{Kind: List}
	for _, text := range []string{"a.b=1", "no value", " c = x=y ", "d="} {
		list.push(&Node{Kind: Scalar, Text: text})
	}
	got := list.Assignments()
	if want := `{"a.b""1""c""x=y""d"""}`; got.Canonical() != want {
		t.Errorf("got %s, want %s", got.Canonical(), want)
	}
	if path := got.Get("c").Path(nil); path != "c" {
		t.Errorf("the path of c is %q", path)
	}
	if none := (*Node)(nil).Assignments(); none.Kind != Map || len(none.Fields) != 0 {
		t.Errorf("of no list: %s, want an empty mapping", none.Canonical())
	}
}
