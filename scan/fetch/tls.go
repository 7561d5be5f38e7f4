package fetch

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// tlsFacts is what a verified handshake showed; nil for plain HTTP.
func tlsFacts(state *tls.ConnectionState) *inventory.TLS {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	facts := leafFacts(state.PeerCertificates[0])
	facts.Version = tls.VersionName(state.Version)
	return facts
}

// unverifiedFacts is what is known of a certificate that was refused: all but the
// version. nil where the error is another.
func unverifiedFacts(err error) *inventory.TLS {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) || len(refused.UnverifiedCertificates) == 0 {
		return nil
	}
	return leafFacts(refused.UnverifiedCertificates[0])
}

func leafFacts(leaf *x509.Certificate) *inventory.TLS {
	facts := &inventory.TLS{
		NotBefore:  leaf.NotBefore.UTC(),
		NotAfter:   leaf.NotAfter.UTC(),
		KeyType:    leaf.PublicKeyAlgorithm.String(),
		SelfSigned: isSelfSigned(leaf),
	}
	switch key := leaf.PublicKey.(type) {
	case *rsa.PublicKey:
		facts.KeyBits = key.N.BitLen()
	case *ecdsa.PublicKey:
		facts.KeyBits = key.Curve.Params().BitSize
	case ed25519.PublicKey:
		facts.KeyBits = 8 * ed25519.PublicKeySize
	}
	return facts
}

// isSelfSigned costs a signature check only where the names agree; crypto/tls has
// refused RSA keys of more than 8192 bits by then.
func isSelfSigned(leaf *x509.Certificate) bool {
	return bytes.Equal(leaf.RawSubject, leaf.RawIssuer) &&
		leaf.CheckSignature(leaf.SignatureAlgorithm, leaf.RawTBSCertificate, leaf.Signature) == nil
}

// certificateReason says in plain words why a certificate was refused. It names
// no current time, so that reports of the same server stay the same.
func certificateReason(refused *tls.CertificateVerificationError) string {
	var invalid x509.CertificateInvalidError
	var hostname x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(refused.Err, &hostname):
		return fmt.Sprintf("the certificate is for %s, not for %s", certificateNames(hostname.Certificate), hostname.Host)
	case errors.As(refused.Err, &invalid) && invalid.Reason == x509.Expired:
		if strings.Contains(invalid.Detail, "is before") {
			return "the certificate is not valid before " + invalid.Cert.NotBefore.UTC().Format(time.RFC3339)
		}
		return "the certificate expired at " + invalid.Cert.NotAfter.UTC().Format(time.RFC3339)
	case errors.As(refused.Err, &unknown):
		if len(refused.UnverifiedCertificates) > 0 && isSelfSigned(refused.UnverifiedCertificates[0]) {
			return "the certificate is self-signed; if it is right, trust it with --ca-file"
		}
		return "the certificate is not signed by a trusted authority, or the server leaves out an intermediate; name the authority with --ca-file"
	}
	return "the certificate is refused: " + shorten(strings.TrimPrefix(refused.Err.Error(), "x509: "))
}

func certificateNames(certificate *x509.Certificate) string {
	names := certificate.DNSNames
	for _, ip := range certificate.IPAddresses {
		names = append(names, ip.String())
	}
	const most = 3
	switch {
	case len(names) == 0:
		return "no host name"
	case len(names) > most:
		return shorten(strings.Join(names[:most], ", ")) + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return shorten(strings.Join(names, ", "))
}

// handshakeReason says why a TLS handshake failed before there was a certificate
// to refuse; "" where the error is another.
func handshakeReason(err error) string {
	var record tls.RecordHeaderError
	before, reason, found := strings.Cut(err.Error(), "tls: ")
	switch {
	case errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/":
		return "the server answers in plain HTTP where TLS is expected"
	case !found:
		return ""
	case strings.HasSuffix(before, "remote error: "):
		return "the server refused the TLS handshake: " + shorten(reason)
	}
	return "the TLS handshake failed: " + shorten(reason)
}
