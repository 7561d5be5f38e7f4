package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// clickhouse reads the JWKS authentication servers of ClickHouse, in XML or YAML.
// What it does between two refreshes was verified in no source and is unknown.
func clickhouse() Dialect {
	return Dialect{
		Product:  "clickhouse",
		Signs:    []string{clickhouseServers},
		Variants: []Variant{clickhouseDefaults()},
		Open:     func() Reader { return &fileReader{read: readClickhouse} },
	}
}

const clickhouseServers = "jwks_authentication_servers"

func clickhouseDefaults() Variant {
	return Variant{Refresh: inventory.Refresh{Mode: inventory.ModePoll, HTTPCache: inventory.CacheUnknown}}
}

func readClickhouse(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(clickhouseServers) {
		for n := range doc.Root().All() {
			for _, servers := range n.Each(clickhouseServers) {
				for _, f := range members(servers) {
					for _, server := range f.Value.Elements() {
						if uri := server.Get("uri"); uri != nil {
							found, known = append(found, readClickhouseServer(doc, server, uri, f)), true
						}
					}
				}
			}
		}
	}
	return found, known
}

func readClickhouseServer(doc *config.Document, server, uri *config.Node, f config.Field) *inventory.Consumer {
	s := declare(doc, server, f.Name, uri.At, clickhouseDefaults())
	c := s.consumer
	c.JWKSURLs = s.one(clickhouseValue(uri))
	c.Refresh.Interval = parsed(s, clickhouseValue(server.Get("refresh_ms")), c.Refresh.Interval, "a number of milliseconds", whole(time.Millisecond))
	return c
}

// clickhouseValue is an element's text; what stands in a variable or in another
// part of the configuration ("from_env", "incl") is open.
func clickhouseValue(n *config.Node) *config.Node {
	if !n.Is(config.Map) {
		return n
	}
	for _, f := range n.Fields {
		if f.Name == "@from_env" || f.Name == "@from_zk" || f.Name == "@incl" {
			open := *n
			open.Kind, open.Fields, open.Text, open.Open = config.Scalar, nil, f.Name[1:]+" "+f.Value.Scalar(), true
			return &open
		}
	}
	return n.Get("#text")
}
