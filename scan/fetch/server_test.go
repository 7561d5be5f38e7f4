package fetch

import (
	"bytes"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// server answers requests on 127.0.0.1 by a handler and counts what reaches it.
type server struct {
	url   string // "http://127.0.0.1:port"
	port  string
	conns *counter
}

// counter is a list of what happened, safe for use by several goroutines.
type counter struct {
	mu   sync.Mutex
	seen []string
}

func (c *counter) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, what)
}

func (c *counter) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.seen...)
}

func listen(t *testing.T, host string) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Skipf("cannot listen on %s: %v", host, err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

// serve runs an HTTP server behind a listener until the test ends.
func serve(t *testing.T, listener net.Listener, handler http.HandlerFunc) server {
	t.Helper()
	conns := new(counter)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	s := &http.Server{
		Handler:  handler,
		ErrorLog: log.New(new(bytes.Buffer), "", 0),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				conns.add("connection")
			}
		},
	}
	go s.Serve(listener)
	t.Cleanup(func() { s.Close() })
	return server{"http://" + listener.Addr().String(), port, conns}
}

func serveHTTP(t *testing.T, handler http.HandlerFunc) server {
	t.Helper()
	return serve(t, listen(t, "127.0.0.1"), handler)
}

// serveRaw gives every connection whose request header was read to a function and
// closes it afterwards. done is closed when the test ends.
func serveRaw(t *testing.T, behave func(conn net.Conn, done <-chan struct{})) server {
	t.Helper()
	listener := listen(t, "127.0.0.1")
	done := make(chan struct{})
	var running sync.WaitGroup
	t.Cleanup(func() {
		listener.Close()
		close(done)
		running.Wait()
	})
	conns := new(counter)
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns.add("connection")
			running.Go(func() {
				defer conn.Close()
				if readRequest(conn) {
					behave(conn, done)
				}
			})
		}
	})
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return server{"http://" + listener.Addr().String(), port, conns}
}

func readRequest(conn net.Conn) bool {
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	var request []byte
	for octet := make([]byte, 1); !bytes.HasSuffix(request, []byte("\r\n\r\n")); {
		if _, err := conn.Read(octet); err != nil {
			return false
		}
		request = append(request, octet[0])
	}
	return true
}
