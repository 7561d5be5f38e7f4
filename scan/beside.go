package scan

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// otherMetadata asks for an issuer's metadata at the first of the remaining places
// that belongs to the other specification. It asks the network only where that gave
// the first document and an operator named the issuer: consumers fetch one document,
// and so does a scan on their behalf.
func (s *source) otherMetadata(ctx context.Context, l *lead, rest []string) *inventory.Document[inventory.Discovery] {
	found := l.metadata.Response
	i := slices.IndexFunc(rest, func(place string) bool {
		return strings.Contains(place, oauthSuffix) != strings.Contains(found.URL, oauthSuffix)
	})
	if i < 0 || !s.mayAskMore(l, rest[i]) {
		return nil
	}
	answers := s.ask(ctx, rest[i])
	last := answers[len(answers)-1]
	if kind := jwks.Sniff(last.body); last.problem != nil || kind != jwks.KindMetadata && kind != jwks.KindIssuer {
		return nil
	}
	value, problem := jwks.DecodeDiscovery(last.body)
	return &inventory.Document[inventory.Discovery]{Response: last.response, Value: value, Problem: problem}
}

// mayAskMore reports whether a document is asked for that no consumer needs: one that
// was recorded, or one of an issuer that an operator named and that the network
// answers for.
func (s *source) mayAskMore(l *lead, address string) bool {
	named := slices.ContainsFunc(l.target.Origins, inventory.Origin.IsZero) || len(l.target.Consumers) == 0
	return s.isRecorded(address) || s.network != nil && l.metadata.Response.Capture == "" && named
}

// signedKeys asks for the signed form of a key set where the metadata names both; nil
// where it does not, or where the answer is no key set.
func (s *source) signedKeys(ctx context.Context, l *lead) *inventory.Document[inventory.KeySet] {
	if l.metadata == nil || l.metadata.Value == nil || l.metadata.Value.JWKSURI == "" {
		return nil
	}
	u, err := url.Parse(l.metadata.Value.SignedJWKSURI)
	if err != nil || !u.IsAbs() || u.User != nil || checkAddress(u) != nil || !s.mayAskMore(l, u.String()) {
		return nil
	}
	answers := s.ask(ctx, u.String())
	if document := readKeys(answers[len(answers)-1]); document.Value != nil {
		return document
	}
	return nil
}
