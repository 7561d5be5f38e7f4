package jwks

import (
	"crypto/x509"
	"encoding/asn1"
	"time"
)

// parsedX509 is the part of a certificate that is read here.
type parsedX509 struct {
	notBefore, notAfter time.Time
	algorithm           string // as crypto/x509 names it, else an object identifier
	issuer, subject     []byte // DER of the names
	publicKey           []byte // DER of the SubjectPublicKeyInfo
}

// parseX509 reads a certificate by crypto/x509, and by its outline alone where
// that refuses it: for a negative serial number, which is met in published key
// sets, or a curve that it does not know. The error is that of crypto/x509.
func parseX509(der []byte) (*parsedX509, error) {
	full, err := x509.ParseCertificate(der)
	if err == nil {
		return &parsedX509{
			notBefore: full.NotBefore, notAfter: full.NotAfter,
			algorithm: full.SignatureAlgorithm.String(),
			issuer:    full.RawIssuer, subject: full.RawSubject,
			publicKey: full.RawSubjectPublicKeyInfo,
		}, nil
	}
	var outline struct { // RFC 5280 section 4.1
		TBS struct {
			Version    asn1.RawValue `asn1:"optional,explicit,tag:0"`
			Serial     asn1.RawValue
			Algorithm  asn1.RawValue
			Issuer     asn1.RawValue
			Validity   struct{ NotBefore, NotAfter time.Time }
			Subject    asn1.RawValue
			PublicKey  asn1.RawValue
			Extensions asn1.RawValue `asn1:"optional,explicit,tag:3"`
		}
		Algorithm struct{ ID asn1.ObjectIdentifier }
		Signature asn1.BitString
	}
	if rest, bad := asn1.Unmarshal(der, &outline); bad != nil || len(rest) > 0 {
		return nil, err
	}
	return &parsedX509{
		notBefore: outline.TBS.Validity.NotBefore.UTC(), notAfter: outline.TBS.Validity.NotAfter.UTC(),
		algorithm: algorithmText(outline.Algorithm.ID),
		issuer:    outline.TBS.Issuer.FullBytes, subject: outline.TBS.Subject.FullBytes,
		publicKey: outline.TBS.PublicKey.FullBytes,
	}, nil
}

// algorithmText names signature algorithms (RFC 4055 section 5, RFC 5758 section 3.2)
// as crypto/x509 does.
func algorithmText(id asn1.ObjectIdentifier) string {
	var algorithm x509.SignatureAlgorithm
	switch id.String() {
	case "1.2.840.113549.1.1.5":
		algorithm = x509.SHA1WithRSA
	case "1.2.840.113549.1.1.11":
		algorithm = x509.SHA256WithRSA
	case "1.2.840.113549.1.1.12":
		algorithm = x509.SHA384WithRSA
	case "1.2.840.113549.1.1.13":
		algorithm = x509.SHA512WithRSA
	case "1.2.840.10045.4.3.2":
		algorithm = x509.ECDSAWithSHA256
	case "1.2.840.10045.4.3.3":
		algorithm = x509.ECDSAWithSHA384
	case "1.2.840.10045.4.3.4":
		algorithm = x509.ECDSAWithSHA512
	default:
		return id.String()
	}
	return algorithm.String()
}
