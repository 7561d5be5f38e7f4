package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// documents is how many different key sets are served: each holds two RSA-2048
// keys and one P-256 key, about 1 KB.
const documents = 32

// serve answers every name and every address of 127.0.0.0/8 until its standard
// input ends. It prints its ports: TLS, then plain HTTP.
func serve(stdin io.Reader, stdout io.Writer) error {
	certificate, err := issue(filepath.Join(os.Getenv("BENCH_DIR"), "ca.pem"))
	if err != nil {
		return err
	}
	sets, err := keySets()
	if err != nil {
		return err
	}
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			hash := fnv.New32a()
			_, _ = io.WriteString(hash, r.Host)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "public, max-age=30")
			_, _ = w.Write(sets[hash.Sum32()%documents])
		}),
	}
	secure, err := listen()
	if err != nil {
		return err
	}
	plain, err := listen()
	if err != nil {
		return err
	}
	go func() { _ = server.ServeTLS(secure, "", "") }()
	go func() { _ = server.Serve(plain) }()
	fmt.Fprintln(stdout, secure.Addr().(*net.TCPAddr).Port, plain.Addr().(*net.TCPAddr).Port)
	_, err = io.Copy(io.Discard, stdin)
	return err
}

// listen takes every address, but only on the loopback interface.
func listen() (net.Listener, error) {
	config := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) (err error) {
		fault := c.Control(func(fd uintptr) {
			err = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, syscall.SO_BINDTODEVICE, "lo")
		})
		if fault != nil {
			return fault
		}
		return err
	}}
	return config.Listen(context.Background(), "tcp4", "0.0.0.0:0")
}

func keySets() ([][]byte, error) {
	encode := base64.RawURLEncoding.EncodeToString
	sets := make([][]byte, documents)
	for i := range sets {
		var rsaKeys [2]string
		for j := range rsaKeys {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				return nil, err
			}
			rsaKeys[j] = fmt.Sprintf(`{"kty":"RSA","use":"sig","alg":"RS256","kid":"rsa-%d-%d","e":"AQAB","n":"%s"}`, i, j, encode(key.N.Bytes()))
		}
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		point, err := key.PublicKey.Bytes()
		if err != nil {
			return nil, err
		}
		sets[i] = fmt.Appendf(nil, `{"keys":[%s,%s,{"kty":"EC","use":"sig","alg":"ES256","kid":"ec-%d","crv":"P-256","x":"%s","y":"%s"}]}`,
			rsaKeys[0], rsaKeys[1], i, encode(point[1:33]), encode(point[33:]))
	}
	return sets, nil
}

// issue makes an authority, an intermediate and a leaf for *.bench.test, all
// ECDSA P-256, as public servers commonly have them.
func issue(authorityFile string) (tls.Certificate, error) {
	var chain tls.Certificate
	var parent *x509.Certificate
	var parentKey *ecdsa.PrivateKey
	for serial, subject := range []string{"bench root", "bench intermediate", "bench leaf"} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return chain, err
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(int64(serial + 1)), Subject: pkix.Name{CommonName: subject},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(2000 * time.Hour),
			BasicConstraintsValid: true, IsCA: serial < 2,
		}
		if serial == 2 {
			template.DNSNames = []string{"*.bench.test"}
		}
		if parent == nil {
			parent, parentKey = template, key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
		if err != nil {
			return chain, err
		}
		if serial == 0 {
			err = os.WriteFile(authorityFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
		} else {
			chain.Certificate = append([][]byte{der}, chain.Certificate...)
		}
		if err != nil {
			return chain, err
		}
		parent, parentKey, chain.PrivateKey = template, key, key
	}
	return chain, nil
}
