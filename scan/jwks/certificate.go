package jwks

import (
	"bytes"
	"crypto/sha1" // x5t is SHA-1 by its definition, RFC 7517 section 4.8
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// certificates reads x5c (RFC 7517 section 4.7): base64 of DER, leaf first.
func (b *builder) certificates() {
	raw, found := b.find("x5c")
	if !found {
		return
	}
	chain := stringList(&b.facts, "x5c", raw, maxChain)
	for i, text := range chain {
		der, problem := b.certificateDER(i, []byte(text))
		if problem != "" {
			b.key.Certificates = append(b.key.Certificates, inventory.Certificate{Problem: problem})
			continue
		}
		b.key.Certificates = append(b.key.Certificates, certificate(der, b.key.Thumbprint))
	}
}

// certificateDER decodes one element, PEM included, and records how it departs from base64.
func (b *builder) certificateDER(index int, text []byte) (der []byte, problem string) {
	if bytes.Contains(text, []byte(pemBegin)) {
		b.facts.add(inventory.FactAlphabet, "x5c", fmt.Sprintf("element %d is PEM, want base64 of DER", index))
		for block := range pemBlocks(text) {
			if block.label == "CERTIFICATE" && block.der != nil {
				return block.der, ""
			}
			return nil, "PEM of " + quote(block.label) + ", want a certificate"
		}
	}
	der, loose, ok := decode64(text)
	if !ok {
		b.facts.add(inventory.FactAlphabet, "x5c", fmt.Sprintf("element %d has characters that are not in base64", index))
		return nil, "not base64"
	}
	loose.recordStandard(&b.facts, "x5c", index)
	return der, ""
}

// certificate reads what is of interest of a certificate; thumbprint is that of
// the key it should certify.
func certificate(der []byte, thumbprint string) inventory.Certificate {
	parsed, err := parseX509(der)
	if err != nil {
		return inventory.Certificate{Problem: clean(err.Error())}
	}
	subject, _ := publicKeyInfo(parsed.publicKey)
	if thumbprint != "" && subject.Thumbprint == "" { // neither equal nor unequal
		return inventory.Certificate{Problem: "public key of the certificate: " + subject.Problem}
	}
	short := sha1.Sum(der)
	long := sha256.Sum256(der)
	return inventory.Certificate{
		NotBefore:          parsed.notBefore,
		NotAfter:           parsed.notAfter,
		SignatureAlgorithm: parsed.algorithm,
		MatchesKey:         thumbprint != "" && subject.Thumbprint == thumbprint,
		SelfIssued:         bytes.Equal(parsed.issuer, parsed.subject),
		SHA1:               base64.RawURLEncoding.EncodeToString(short[:]),
		SHA256:             base64.RawURLEncoding.EncodeToString(long[:]),
	}
}

// holdsPEM reports whether a member is a string with PEM text in it.
func holdsPEM(m member) bool {
	return m.raw.Kind() == jsontext.KindString && bytes.Contains(m.raw, []byte(pemBegin))
}
