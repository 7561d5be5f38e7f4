package config

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// File is one configuration file, cut into its documents.
type File struct {
	Path      string
	documents []*Document
}

// Failure is a document that could not be parsed.
type Failure struct {
	At     inventory.Origin
	Reason string
}

// Open cuts a file into documents; none is parsed yet. The error says why the
// file cannot be read at all.
func Open(file string, data []byte) (*File, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("file is %d octets, at most %d are read", len(data), MaxSize)
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	format := formatOf(file)
	if !utf8.ValidString(text) {
		if format != properties {
			return nil, errors.New("file is not UTF-8")
		}
		text = fromLatin1(text)
	}
	f := &File{Path: file}
	whole := &Document{
		Folder: path.Dir(file), Name: path.Base(file), text: text, format: format,
		place: func(line, column int) inventory.Origin {
			return inventory.Origin{File: file, Line: line, Column: column}
		},
	}
	f.documents = whole.split()
	if len(f.documents) > maxDocuments {
		return nil, fmt.Errorf("file holds %d documents, at most %d are read", len(f.documents), maxDocuments)
	}
	return f, nil
}

// Documents returns the documents that can be read and hold one of the signs in
// their text, those inside texts of others included; every document where no
// sign is given. Others are not parsed.
func (f *File) Documents(signs ...string) []*Document {
	return readable(f.documents, signs)
}

func readable(documents []*Document, signs []string) []*Document {
	var out []*Document
	for _, d := range documents {
		if !d.Contains(signs...) {
			continue
		}
		if d.parse(); d.failure != nil {
			continue
		}
		out = append(out, d)
		out = append(out, readable(d.within(), signs)...)
	}
	return out
}

// Failures returns the documents of the file that hold one of the signs and
// could not be parsed. What stands inside a text of another document is no
// document for sure, so it is not listed.
func (f *File) Failures(signs ...string) []Failure {
	var out []Failure
	for _, d := range f.documents {
		if d.failure != nil && d.Contains(signs...) {
			out = append(out, *d.failure)
		}
	}
	return out
}

// fromLatin1 reads ISO 8859-1, the encoding of properties before Java 9.
func fromLatin1(text string) string {
	runes := make([]rune, 0, len(text))
	for i := range len(text) {
		runes = append(runes, rune(text[i]))
	}
	return string(runes)
}
