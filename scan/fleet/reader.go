package fleet

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// reader reads one fleet file and collects what is wrong with it.
type reader struct {
	words    Words
	file     *File
	declared []*inventory.Declaration
	used     map[string]inventory.Consumer // defaults by what is used
	named    map[string]inventory.Origin   // consumers by product and name
	faults   Faults
}

func (r *reader) fault(at inventory.Origin, format string, args ...any) {
	r.faults = append(r.faults, Fault{at, fmt.Sprintf(format, args...)})
}

// sorted gives the faults by place, each once.
func (r *reader) sorted() Faults {
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.At.Compare(b.At) })
	return slices.Compact(r.faults)
}

// open reads the one document of the file; nil where it has none, with a fault.
func (r *reader) open(path string, data []byte) *config.Node {
	whole := inventory.Origin{File: path}
	file, err := config.Open(path, data)
	if err != nil {
		r.fault(whole, "%v", err)
		return nil
	}
	documents := file.Documents()
	if len(documents) > 0 {
		documents = documents[0].Siblings()
	}
	switch failures := file.Failures(); {
	case len(failures) > 0:
		r.fault(failures[0].At, "%s", failures[0].Reason)
	case len(documents) > 1:
		r.fault(whole, "holds %d documents, want one", len(documents))
	case len(documents) == 0 || documents[0].Root() == nil || documents[0].Root().Kind == config.Null:
		r.fault(whole, "is empty, want issuers, consumers or policy")
	case !documents[0].YAML:
		r.fault(whole, "is not YAML")
	case documents[0].Template:
		r.fault(whole, "holds template actions, want plain YAML")
	default:
		return documents[0].Root()
	}
	return nil
}

// keys are the fields that a mapping may have, each with what takes its value.
type keys map[string]func(*config.Node)

// object reads a mapping. False where it is none.
func (r *reader) object(n *config.Node, known keys) bool {
	if !r.is(n, config.Map, "a mapping") {
		return false
	}
	names, seen := slices.Sorted(maps.Keys(known)), map[string]bool{}
	for _, f := range n.Fields {
		take := known[f.Name]
		switch {
		case take == nil:
			r.fault(f.At, "unknown key %s%s", quote(f.Name), r.meant(f.Name, names))
		case seen[f.Name]:
			r.fault(f.At, "key %s stands here twice", quote(f.Name))
		case f.Value.Kind != config.Null:
			take(f.Value)
		}
		seen[f.Name] = true
	}
	return true
}

// meant proposes the name that was probably meant, or lists all.
func (r *reader) meant(text string, names []string) string {
	if near := consumer.Nearest(text, names); near != "" {
		return fmt.Sprintf(": did you mean %q", near)
	}
	return ": want one of " + strings.Join(names, ", ")
}

// is reports whether a value is of a kind, with a fault where it is not.
func (r *reader) is(n *config.Node, kind config.Kind, want string) bool {
	if n.Kind == kind && n.Tag == "" {
		return true
	}
	found := map[config.Kind]string{config.Map: "a mapping", config.List: "a list", config.Scalar: "a text", config.Null: "empty"}[n.Kind]
	if n.Tag != "" {
		found = "tagged " + quote(n.Tag)
	}
	r.fault(n.At, "%s is %s, want %s", place(n), found, want)
	return false
}

// place names a value by its path; the document itself has none.
func place(n *config.Node) string {
	if path := n.Path(nil); path != "" {
		return path
	}
	return "the file"
}

// list reads every element of a list.
func (r *reader) list(n *config.Node, element func(*config.Node)) {
	if r.is(n, config.List, "a list") {
		for _, item := range n.Items {
			element(item)
		}
	}
}

// texts reads a list of texts, or one text that stands for a list of one.
func (r *reader) texts(n *config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, item := range n.Elements() {
		if text := r.text(item); text != "" {
			out = append(out, inventory.Value[string]{V: text, From: inventory.Declared, At: item.At})
		}
	}
	return out
}

// text reads a text; "" where there is none, with a fault.
func (r *reader) text(n *config.Node) string {
	if !r.is(n, config.Scalar, "a text") {
		return ""
	}
	text := strings.TrimSpace(n.Text)
	if text == "" {
		r.fault(n.At, "%s is empty", place(n))
	}
	return text
}

// value reads a text in a form of its own.
func value[T any](r *reader, n *config.Node, parse func(string) (T, error)) inventory.Value[T] {
	text := r.text(n)
	if text == "" {
		return inventory.Value[T]{}
	}
	v, err := parse(text)
	if err != nil {
		r.fault(n.At, "%s is %s, %v", place(n), quote(text), err)
		return inventory.Value[T]{}
	}
	return inventory.Value[T]{V: v, From: inventory.Declared, At: n.At}
}

// duration reads a length of time.
func (r *reader) duration(n *config.Node) inventory.Value[time.Duration] {
	return value(r, n, ParseDuration)
}

// into stores the text of a field.
func (r *reader) into(target *string) func(*config.Node) {
	return func(n *config.Node) { *target = r.text(n) }
}

// quote makes a text short enough for a message.
func quote(text string) string {
	const most = 80 // octets
	if len(text) > most {
		return fmt.Sprintf("%q...", strings.ToValidUTF8(text[:most], ""))
	}
	return fmt.Sprintf("%q", text)
}
