package fetch

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const okHeader = "HTTP/1.1 200 OK\r\n"

// TestHostileServers holds every behaviour to its problem, to a time far below what
// the server would take, and to what a server can make us read.
func TestHostileServers(t *testing.T) {
	tests := []struct {
		name   string
		behave func(conn net.Conn, done <-chan struct{})
		kind   inventory.ProblemKind
		detail string
	}{
		{"silence", hang, inventory.ProblemTimeout, "no complete response header within 1s; where it is only slow, raise --timeout (2s)"},
		{"header by the octet", drip("", strings.Repeat("H", 1000)), inventory.ProblemTimeout, "no complete response header within 1s"},
		{"interim responses for ever", drip("", strings.Repeat("\x00", 1000)), inventory.ProblemTimeout, "no complete response header"},
		{"interim responses at once", flood("", "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"), inventory.ProblemTooLarge, "response header is more than 65536 octets"},
		{"header lines without end", flood(okHeader, "A: b\r\n"), inventory.ProblemTooLarge, "response header is more than 65536 octets"},
		{"one header line without end", flood(okHeader+"A: ", "bbbbbbbbbbbbbbbb"), inventory.ProblemTooLarge, "response header is more than 65536 octets"},
		{"too many header fields", say(okHeader + strings.Repeat("A: b\r\n", 300) + "\r\n"), inventory.ProblemTooLarge, "300 fields, want at most 256"},
		{"body by the octet", drip(okHeader+"Content-Length: 1000\r\n\r\n", strings.Repeat("x", 1000)), inventory.ProblemTimeout, "no complete answer within 2s; where it is only slow, raise --timeout, after "},
		{"body without end", flood(okHeader+"\r\n", strings.Repeat("x", 4096)), inventory.ProblemTooLarge, "body is more than 1048576 octets"},
		{"chunks without end", flood(okHeader+"Transfer-Encoding: chunked\r\n\r\n", "4;ext=1\r\nabcd\r\n"), inventory.ProblemTooLarge, "body is more than 1048576 octets"},
		{"gzip bomb", say(okHeader + "Content-Encoding: gzip\r\n\r\n" + string(zip(strings.Repeat("0", 8<<20)))), inventory.ProblemTooLarge, "more than 1048576 octets once inflated"},
		{"body announced as huge", say(okHeader + "Content-Length: 99999999999\r\n\r\n"), inventory.ProblemTooLarge, "body is 99999999999 octets, want at most 1048576"},
		{"closed at once", say(""), inventory.ProblemConnect, "closed the connection before the answer was complete (3 attempts)"},
		{"closed within the header", say(okHeader + "A: b"), inventory.ProblemConnect, "closed the connection"},
		{"closed within the body", say(okHeader + "Content-Length: 10\r\n\r\nabc"), inventory.ProblemConnect, "closed the connection before the answer was complete, after 3 octets of the body"},
		{"reset", reset, inventory.ProblemConnect, "broke: connection reset by peer"},
		{"not HTTP", say("SSH-2.0-OpenSSH_9.9\x1b[31m\r\n\r\n"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"no header, as HTTP/0.9", say("{\"keys\":[]}\r\n\r\n"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"two lengths", say(okHeader + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"negative length", say(okHeader + "Content-Length: -1\r\n\r\nab"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"broken chunks", say(okHeader + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"control octets in a header", say(okHeader + "A: b\x00\r\n\r\n"), inventory.ProblemConnect, "is not valid HTTP/1.1"},
		{"another protocol", say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\n"), inventory.ProblemStatus, "answered 101 Switching Protocols"},
		{"error body by the octet", drip("HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n", strings.Repeat("x", 1000)), inventory.ProblemStatus, "answered 404 Not Found"},
		{"error body without end", flood("HTTP/1.1 500 No\r\n\r\n", strings.Repeat("x", 4096)), inventory.ProblemStatus, "answered 500 Internal Server Error"},
		{"redirect body by the octet", drip("HTTP/1.1 302 Found\r\nLocation: file:///\r\nContent-Length: 1000\r\n\r\n", strings.Repeat("x", 1000)), inventory.ProblemRedirect, "scheme"},
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	before, allocated := runtime.NumGoroutine(), memory.TotalAlloc
	t.Run("each", func(t *testing.T) {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				s := serveRaw(t, test.behave)
				client := newClient(t, func(c *Config) {
					c.Timeout = time.Minute
					if test.kind == inventory.ProblemTimeout {
						c.Timeout = 2 * time.Second
					}
				})
				began := time.Now()
				_, body, problem := get(t, client, s.url)
				if took := time.Since(began); took > 6*time.Second {
					t.Errorf("took %s, want at most 6s", took)
				}
				wantProblem(t, problem, test.kind, test.detail)
				if body != "" {
					t.Errorf("body is %q, want none", body)
				}
			})
		}
	})
	checkGoroutines(t, before)
	runtime.ReadMemStats(&memory)
	if grown := memory.TotalAlloc - allocated; grown > 256<<20 {
		t.Errorf("allocated %d octets for all, want at most 256 MiB", grown)
	}
}

func hang(_ net.Conn, done <-chan struct{}) { <-done }

func say(text string) func(net.Conn, <-chan struct{}) {
	return func(conn net.Conn, _ <-chan struct{}) { io.WriteString(conn, text) }
}

// drip sends text one octet every 10 ms, "\x00" standing for an interim response.
func drip(first, text string) func(net.Conn, <-chan struct{}) {
	return func(conn net.Conn, done <-chan struct{}) {
		io.WriteString(conn, first)
		for _, octet := range strings.Split(text, "") {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
			if octet == "\x00" {
				octet = "HTTP/1.1 100 Continue\r\n\r\n"
			}
			if _, err := io.WriteString(conn, octet); err != nil {
				return
			}
		}
	}
}

// flood sends text again and again, up to 64 MiB.
func flood(first, text string) func(net.Conn, <-chan struct{}) {
	return func(conn net.Conn, _ <-chan struct{}) {
		io.WriteString(conn, first)
		block := []byte(strings.Repeat(text, 1+65536/len(text)))
		for range 64 << 20 / len(block) {
			if _, err := conn.Write(block); err != nil {
				return
			}
		}
	}
}

func reset(conn net.Conn, _ <-chan struct{}) {
	conn.(*net.TCPConn).SetLinger(0)
}

// A slow answer within the deadline is taken whole.
func TestAnswerWithinTheDeadlineIsTaken(t *testing.T) {
	s := serveRaw(t, func(conn net.Conn, _ <-chan struct{}) {
		time.Sleep(150 * time.Millisecond)
		fmt.Fprint(conn, okHeader+"Content-Length: 2\r\n\r\n")
		time.Sleep(150 * time.Millisecond)
		fmt.Fprint(conn, "{}")
	})
	client := newClient(t, func(c *Config) { c.Timeout = 10 * time.Second })
	_, body, problem := get(t, client, s.url)
	wantBody(t, body, problem, "{}")
}

// The deadline is one for all hops: slow redirects, each in time, do not add up.
// If each hop had its own, the answer would be that there are too many redirects;
// how many fit before the deadline depends on the machine.
func TestDeadlineIsSharedByAllHops(t *testing.T) {
	t.Parallel()
	var s server
	s = serveRaw(t, func(conn net.Conn, _ <-chan struct{}) {
		time.Sleep(400 * time.Millisecond)
		fmt.Fprintf(conn, "HTTP/1.1 302 Found\r\nLocation: %s/again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", s.url)
	})
	client := newClient(t, func(c *Config) { c.Timeout = 1500 * time.Millisecond })
	response, _, problem := get(t, client, s.url)
	wantProblem(t, problem, inventory.ProblemTimeout, "raise --timeout")
	if len(response.Hops) == 0 || response.Status != 0 {
		t.Errorf("%d hops, status %d, want the hops before the deadline and no status of the last", len(response.Hops), response.Status)
	}
}

func TestPlainHTTPWhereTLSIsExpected(t *testing.T) {
	listener := listen(t, "127.0.0.1")
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
			conn.Close()
		}
	}()
	_, _, problem := get(t, newClient(t, nil), "https://"+listener.Addr().String())
	wantProblem(t, problem, inventory.ProblemTLS, "answers in plain HTTP where TLS is expected")
}

func TestSilentHandshake(t *testing.T) {
	t.Parallel()
	listener := listen(t, "127.0.0.1") // the kernel accepts, nobody answers
	client := newClient(t, func(c *Config) { c.Timeout = 2 * time.Second })
	_, _, problem := get(t, client, "https://"+listener.Addr().String())
	wantProblem(t, problem, inventory.ProblemTimeout, "no TLS handshake within 1s")
}
