package config

import "testing"

func embeddedIn(t *testing.T, text, name string) *Node {
	t.Helper()
	file, err := Open("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	docs := file.Documents()
	if len(docs) == 0 {
		t.Fatalf("no document in %q: %v", text, file.Failures())
	}
	return docs[0].Root().Get(name)
}

func TestEmbeddedPlaces(t *testing.T) {
	block := embeddedIn(t, "a: b\nsecret: |\n  {\n    \"url\": \"x\"\n  }\n", "secret")
	if got := block.Embedded(block.Text).Get("url"); got.Scalar() != "x" || got.At.String() != "a.yaml:4:12" {
		t.Errorf("in a block: %q at %s, want x at a.yaml:4:12", got.Scalar(), got.At)
	}
	line := embeddedIn(t, "secret: '{\"url\": \"x\"}'\n", "secret")
	if got := line.Embedded(line.Text).Get("url"); got.Scalar() != "x" || got.At != line.At {
		t.Errorf("in a line: %q at %s, want x at %s", got.Scalar(), got.At, line.At)
	}
	part := embeddedIn(t, "secret: |\n  NAME={\"url\": \"x\"}\n", "secret")
	if got := part.Embedded(part.Text[len("NAME="):]).Get("url"); got.Scalar() != "x" || got.At != part.At {
		t.Errorf("in a part of a block: %q at %s, want x at %s", got.Scalar(), got.At, part.At)
	}
}

func TestEmbeddedTextThatIsNoDocument(t *testing.T) {
	n := embeddedIn(t, "secret: x\n", "secret")
	for _, text := range []string{"", "{", "a: b: c", "- [", "# nothing"} {
		if got := n.Embedded(text); got != nil {
			t.Errorf("%q reads as %s, want nothing", text, got.Canonical())
		}
	}
	var absent *Node
	if absent.Embedded("{}") != nil {
		t.Error("an absent setting holds a document")
	}
}

func TestTagsOfApplications(t *testing.T) {
	for text, want := range map[string]string{
		"x: !Ref Name": "!Ref", "x: !Sub [a, {b: c}]": "!Sub", "x: !GetAtt {a: b}": "!GetAtt",
		"x: !!str 5": "", "x: plain": "", "x: ! y": "",
	} {
		if got := embeddedIn(t, text, "x").Tag; got != want {
			t.Errorf("%q has the tag %q, want %q", text, got, want)
		}
	}
	if a, b := embeddedIn(t, "x: !Ref a", "x"), embeddedIn(t, "x: a", "x"); a.Canonical() == b.Canonical() {
		t.Error("a reference has the canonical text of a value")
	}
}
