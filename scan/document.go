package scan

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// isDocument reports whether a file found in a folder is read as a key set,
// metadata or a capture.
func isDocument(name string) bool {
	return slices.Contains([]string{".json", ".jwk", ".jwks", ".http", ".har"}, extension(name))
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// isClaimed reports whether the name of a file alone says what it is: one that
// then cannot be read is no unrecognised file, but a gap.
func isClaimed(name string) bool {
	return slices.Contains([]string{".jwk", ".jwks", ".http", ".har"}, extension(name))
}

// addDocument takes a file as what its content is: captures answer their URLs,
// and each of them that is a key set or metadata is a target itself. A file that
// was named before gains another origin.
func (p *planner) addDocument(f file, origin inventory.Origin) {
	r := p.reading(f)
	if origin.IsZero() {
		origin = inventory.Origin{File: f.path, Line: 1, Column: 1}
	}
	r.origins = append(r.origins, origin)
	if len(r.origins) > 1 {
		for _, target := range r.targets {
			target.Origins = append(target.Origins, origin)
		}
		return
	}
	found, err := p.decode(f)
	if len(found) == 0 && err == nil {
		return // a consumer may know it
	}
	r.recognised = true
	if err != nil {
		p.problem(fileProblem(f.path, origin, inventory.ProblemUnreadable, err.Error()))
	}
	for _, one := range found {
		if !p.hold(f.path, origin, one.body) {
			return
		}
		p.addCapture(one, r)
	}
}

// decode reads the responses of a file; neither responses nor an error for one
// that is not recognised.
func (p *planner) decode(f file) ([]capture, error) {
	text, dated := trimHead(f.data), p.dated(f.path)
	saved := capture{body: f.data, response: inventory.Response{Capture: f.path, Size: len(f.data), Time: dated}}
	switch {
	case bytes.HasPrefix(text, []byte("HTTP/")), bytes.HasPrefix(text, []byte("#")), extension(f.path) == ".http":
		one, err := parseHTTP(f.data, f.path, dated)
		if err == nil {
			return []capture{one}, nil
		}
		if bytes.HasPrefix(text, []byte("HTTP/")) || isClaimed(f.path) {
			return nil, err
		}
		return nil, nil // '#' starts comments elsewhere too
	case roleOf(saved) != inventory.RoleUnknown:
		return []capture{saved}, nil
	case extension(f.path) == ".har", looksLikeHAR(f.data):
		found, err := parseHAR(f.data, f.path, dated)
		if len(found) == 0 && !isClaimed(f.path) {
			return nil, nil
		}
		return found, err
	case isClaimed(f.path): // to be judged as the key set that it should be
		return []capture{saved}, nil
	}
	return nil, nil
}

// addCapture makes a recorded response answer its URL and, as that URL was
// evidently asked, a target. Without a URL the file is the target.
func (p *planner) addCapture(one capture, from *reading) {
	role, address := roleOf(one), one.response.URL
	if address == "" {
		target := &inventory.Target{File: from.path, Role: role, Origins: slices.Clone(from.origins)}
		p.Targets = append(p.Targets, target)
		p.saved[target] = one
		from.targets = append(from.targets, target)
		return
	}
	p.captures.add(one)
	switch {
	case role == inventory.RoleMetadata && issuerOf(address) != "":
		p.metadata = append(p.metadata, located{address, one.body, from})
	case role != inventory.RoleUnknown || !one.aside:
		from.targets = append(from.targets, p.add(address, role, from.origins...))
	}
}

// roleOf recognises a recorded response by its content. Metadata without a
// jwks_uri is told from other JSON that has an `issuer` by its place, or by what
// else it says.
func roleOf(one capture) inventory.Role {
	switch jwks.Sniff(one.body) {
	case jwks.KindKeySet:
		return inventory.RoleKeySet
	case jwks.KindMetadata, jwks.KindResource:
		return inventory.RoleMetadata
	case jwks.KindIssuer:
		metadata, problem := jwks.DecodeDiscovery(one.body)
		if problem == nil && (issuerOf(one.response.URL) != "" || len(metadata.Endpoints) > 0) {
			return inventory.RoleMetadata
		}
	}
	return inventory.RoleUnknown
}

// located is a metadata document that was recorded at a well-known place.
type located struct {
	address string
	body    []byte
	from    *reading
}

// joinMetadata makes each recorded metadata document answer for whoever already
// asks for it, by its URL or as its issuer, else for the issuer at whose
// well-known place it was recorded.
func (p *planner) joinMetadata() {
	for _, m := range p.metadata {
		if p.find(m.address, inventory.RoleMetadata) != nil {
			p.add(m.address, inventory.RoleMetadata, m.from.origins...)
			continue
		}
		place := issuerOf(m.address)
		issuer := place
		if metadata, problem := jwks.DecodeDiscovery(m.body); problem == nil {
			issuer = issuerAt(place, metadata.Issuer)
		}
		for _, asked := range []string{place, place + "/"} {
			if p.find(asked, inventory.RoleIssuer) != nil {
				issuer = asked
				break
			}
		}
		p.add(issuer, inventory.RoleIssuer, m.from.origins...)
	}
}
