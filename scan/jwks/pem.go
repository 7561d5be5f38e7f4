package jwks

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	pemBegin   = "-----BEGIN "
	pemEnd     = "-----END "
	pemDashes  = "-----"
	wantPEM    = "a PEM public key or certificate"
	maxPEMKeys = 1_000
)

// DecodePEM reads the public keys and certificates of a PEM text as keys of the
// given kid, so that a key pinned in a configuration can be compared with a
// published one. A certificate that issued the one before it joins that key's
// chain. Line breaks may be missing, and so may the armour around one base64 text.
// A private key becomes a key without public half whose Private says what it is.
// A problem, and no key, is returned where the text holds none of these.
func DecodePEM(kid string, text []byte) ([]inventory.Key, *inventory.Problem) {
	var reader pemReader
	if !bytes.Contains(text, []byte(pemBegin)) {
		der, _, ok := decode64(text)
		if !ok || len(der) == 0 || !reader.bare(der) {
			return nil, problem(inventory.ProblemUnreadable, "text without PEM", wantPEM)
		}
	}
	for block := range pemBlocks(text) {
		if len(reader.keys) == maxPEMKeys {
			break
		}
		reader.block(block)
	}
	if len(reader.keys) == 0 {
		return nil, problem(inventory.ProblemUnreadable, reader.skipped(), wantPEM)
	}
	for i := range reader.keys {
		reader.keys[i].Kid, reader.keys[i].Index = kid, i
	}
	return reader.keys, nil
}

// pemReader collects the keys of one text.
type pemReader struct {
	keys    []inventory.Key
	issuer  []byte // of the last certificate, where another may follow; nil otherwise
	ignored []string
}

func (r *pemReader) block(block pemBlock) {
	issuer := r.issuer
	r.issuer = nil
	switch {
	case strings.HasSuffix(block.label, "PRIVATE KEY"):
		r.keys = append(r.keys, inventory.Key{
			Problem: "found PEM of " + quote(block.label) + ", want " + wantPEM,
			Private: []inventory.PrivateMember{{Name: "d"}},
		})
		clear(block.der)
	case block.der == nil:
		r.keys = append(r.keys, inventory.Key{Problem: "found PEM of " + quote(block.label) + " that is not base64, want " + wantPEM})
	case strings.HasSuffix(block.label, "CERTIFICATE"): // X509 and TRUSTED too
		r.certificate(block.der, issuer)
	case block.label == "PUBLIC KEY":
		key, _ := publicKeyInfo(block.der)
		r.keys = append(r.keys, key)
	case block.label == "RSA PUBLIC KEY":
		key := inventory.Key{Kty: "RSA"}
		pkcs1(&key, block.der)
		complete(&key)
		r.keys = append(r.keys, key)
	case len(r.ignored) < 3:
		r.ignored = append(r.ignored, quote(block.label))
	}
}

// certificate adds a key by its certificate, or the certificate to the chain that it continues.
func (r *pemReader) certificate(der, issuer []byte) {
	parsed, err := parseX509(der)
	if err != nil {
		r.keys = append(r.keys, inventory.Key{Problem: "certificate: " + clean(err.Error())})
		return
	}
	if !bytes.Equal(parsed.issuer, parsed.subject) { // else the chain ends here
		r.issuer = parsed.issuer
	}
	if n := len(r.keys); issuer != nil && bytes.Equal(issuer, parsed.subject) {
		last := &r.keys[n-1]
		if len(last.Certificates) < maxChain {
			last.Certificates = append(last.Certificates, certificate(der, last.Thumbprint))
		}
		return
	}
	key, _ := publicKeyInfo(parsed.publicKey)
	key.Certificates = []inventory.Certificate{certificate(der, key.Thumbprint)}
	r.keys = append(r.keys, key)
}

// bare reads DER that came without armour, and reports whether it is a key or certificate.
func (r *pemReader) bare(der []byte) bool {
	if key, ok := publicKeyInfo(der); ok {
		r.keys = append(r.keys, key)
		return true
	}
	if _, err := parseX509(der); err != nil {
		return false
	}
	r.certificate(der, nil)
	return true
}

// skipped says what stood in a text without keys.
func (r *pemReader) skipped() string {
	if len(r.ignored) == 0 {
		return "PEM that breaks off"
	}
	return fmt.Sprintf("PEM of %s", strings.Join(r.ignored, ", "))
}

// pemBlock is one block; der is nil where its text is not base64.
type pemBlock struct {
	label string
	der   []byte
}

// pemBlocks is more lenient than encoding/pem: configurations lose
// the line breaks, or write them as \n.
func pemBlocks(text []byte) iter.Seq[pemBlock] {
	return func(yield func(pemBlock) bool) {
		for {
			_, rest, found := bytes.Cut(text, []byte(pemBegin))
			if !found {
				return
			}
			label, rest, found := bytes.Cut(rest, []byte(pemDashes))
			if !found {
				return
			}
			body, rest, found := bytes.Cut(rest, []byte(pemEnd))
			if !found {
				return
			}
			der, _, ok := decode64(bytes.ReplaceAll(body, []byte(`\n`), []byte("\n")))
			if !ok || len(der) == 0 {
				der = nil
			}
			if !yield(pemBlock{label: string(label), der: der}) {
				return
			}
			text = rest
		}
	}
}
