package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

// loop is the baseline: net/http as it comes, 64 at a time, a new connection for
// each name, the body read and dropped. It verifies certificates like a scan.
func loop(args []string) error {
	authority, port := args[0], args[1]
	hosts, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	pem, err := os.ReadFile(authority)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	dialer := &net.Dialer{}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, place string) (net.Conn, error) {
			i, err := strconv.Atoi(strings.TrimPrefix(place[:6], "h"))
			if err != nil {
				return nil, err
			}
			return dialer.DialContext(ctx, network, net.JoinHostPort(address(i), port))
		},
	}}
	work := make(chan int)
	failed := make(chan error, 64)
	var workers sync.WaitGroup
	for range 64 {
		workers.Go(func() {
			for i := range work {
				if err := get(client, fmt.Sprintf("https://%s:%s/jwks", name(i), port)); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	for i := range hosts {
		select {
		case work <- i:
		case err := <-failed:
			return err
		}
	}
	close(work)
	workers.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func get(client *http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", url, response.StatusCode)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
