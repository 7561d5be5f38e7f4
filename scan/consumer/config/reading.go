package config

import (
	"errors"
	"fmt"
	"strings"
)

// read parses the text as what its name and its first characters say it is.
func (d *Document) read() (*Node, error) {
	if d.format.flat() {
		return d.readFlat()
	}
	if depth := nesting(d.text); depth > maxDepth {
		return nil, fmt.Errorf("values are nested %d deep, at most %d are read", depth, maxDepth)
	}
	switch d.format {
	case hclFormat:
		return readHCL(d)
	case tomlFormat:
		return readTOML(d)
	case xmlFormat:
		return readXML(d)
	case tomlOrINI:
		return d.firstOf("TOML or INI", readTOML, readINI)
	case anyConf:
		return d.readConf()
	}
	if startsAsXML(d.text) {
		return readXML(d)
	}
	if holdsAssignments(d.text) {
		if root, err := readTOML(d); err == nil && strings.Contains(d.text, `"`) {
			return root, nil // the quotes are no part of its values
		}
		return readAssignments(d), nil
	}
	return d.readYAMLOrJSON()
}

// readConf reads a file whose name says nothing but that it configures.
func (d *Document) readConf() (*Node, error) {
	assignments := holdsAssignments(d.text)
	if assignments && !strings.ContainsAny(d.text, "{[") {
		return readAssignments(d), nil
	}
	root, err := d.firstOf("nginx, HCL or INI", readNginx, readHCL, readINI)
	if err != nil && assignments {
		return readAssignments(d), nil
	}
	return root, err
}

// readFlat reads a format without nesting.
func (d *Document) readFlat() (*Node, error) {
	switch d.format {
	case properties:
		return readAssignments(d), nil
	case envFormat:
		return readEnv(d), nil
	}
	return readINI(d)
}

// firstOf reads a text by the first parser that takes it. Where none does, the
// error is that of the parser that came furthest.
func (d *Document) firstOf(formats string, parsers ...func(*Document) (*Node, error)) (*Node, error) {
	furthest := &syntaxError{}
	for _, parse := range parsers {
		root, err := parse(d)
		if err == nil {
			return root, nil
		}
		var located *syntaxError
		if errors.As(err, &located) && located.line > furthest.line {
			furthest = located
		}
	}
	return nil, &syntaxError{furthest.line, "not " + formats}
}

// readYAMLOrJSON reads a text of no telling name. What is no mapping and no list
// in YAML may be TOML: the file of another product within a text.
func (d *Document) readYAMLOrJSON() (*Node, error) {
	root, err := d.readStrictYAMLOrJSON()
	if err != nil || root.Is(Scalar) {
		if other, unread := readTOML(d); unread == nil && len(other.Fields) > 0 {
			return other, nil
		}
	}
	d.YAML = true
	return root, err
}

func (d *Document) readStrictYAMLOrJSON() (*Node, error) {
	if start := strings.TrimLeft(d.text, " \t\r\n"); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		if root, err := readJSON(d, d.text); err == nil {
			return root, nil
		}
		if root, err := readJSON(d, uncommented(d.text)); err == nil {
			return root, nil
		}
	}
	root, err := readYAML(d, nil)
	if err == nil || !hasActions(d.text) {
		return root, err
	}
	masked := mask(d.text)
	if masked == nil {
		return nil, err
	}
	d.Template = true
	return readYAML(d, masked)
}
