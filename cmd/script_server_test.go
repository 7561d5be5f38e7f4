package cmd

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// serve puts a script's files below www/HOST/ on the net, at https://HOST:$PORT/.
// $RESOLVE is the flag that maps every host to loopback, $LOOPBACK the one that
// allows it and $TRUST the one that trusts the authority of the certificates.
//
// "{{PORT}}" in a file becomes the port. A file that begins with "HTTP/" gives
// its own status and header; one that begins with "STALL" is never answered, and
// one that begins with "REFUSE TYPE" answers 406 to who asks for that media type.
//
// Where a script has a folder www/HOST@127.0.0.2/, a second server with the same
// port stands at that address: what it has not there it has from www/HOST/.
//
// The file connections has a line for every connection that was opened, and
// requests one for every request: host, method, path and header.
func serve(env *testscript.Env, s *stage) error {
	root := filepath.Join(env.WorkDir, "www")
	hosts, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	site := &site{stage: s, root: root, quit: make(chan struct{})}
	server := httptest.NewUnstartedServer(site)
	server.Config.ErrorLog = log.New(site.file(env, "errors"), "", 0)
	site.requests, site.connections = site.file(env, "requests"), site.file(env, "connections")
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateNew {
			fmt.Fprintln(site.connections, "opened")
		}
	}
	authority, certificate, err := issue(hosts)
	if err != nil {
		return err
	}
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	env.Defer(func() { close(site.quit); server.Close() })
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(hosts, func(host fs.DirEntry) bool { return strings.HasSuffix(host.Name(), second) }) {
		there, err := net.Listen("tcp", net.JoinHostPort(strings.TrimPrefix(second, "@"), port))
		if err != nil {
			return err
		}
		go server.Config.Serve(tls.NewListener(there, server.TLS)) // until server.Close
	}
	ca := filepath.Join(env.WorkDir, "ca.pem")
	env.Setenv("PORT", port)
	env.Setenv("RESOLVE", "--resolve=*:"+port+":127.0.0.1")
	env.Setenv("TRUST", "--ca-file="+ca)
	env.Setenv("LOOPBACK", "--allow-private=127.0.0.1")
	return os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority}), 0o600)
}

// second is what the name of a folder has for a host's server at a second address.
const second = "@127.0.0.2"

// site answers for all hosts of one script.
type site struct {
	stage                 *stage
	root                  string
	requests, connections *journal
	quit                  chan struct{} // closed when the script is over
}

// journal is a file that several goroutines write lines to; it is there from the
// first line on.
type journal struct {
	mu   sync.Mutex
	path string
}

func (s *site) file(env *testscript.Env, name string) *journal {
	path := filepath.Join(env.WorkDir, name)
	s.stage.given[path] = true
	return &journal{path: path}
}

// Write implements io.Writer.
func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f, err := os.OpenFile(j.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.Write(line)
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, port, _ := net.SplitHostPort(r.Host)
	var fields []string
	for name, values := range r.Header {
		fields = append(fields, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(fields)
	fmt.Fprintln(s.requests, host, r.Method, r.URL.Path, strings.Join(fields, "; "))
	data, err := os.ReadFile(filepath.Join(s.root, host, filepath.FromSlash(r.URL.Path)))
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && strings.HasPrefix(at.String(), "127.0.0.2:") {
		if there, absent := os.ReadFile(filepath.Join(s.root, host+second, filepath.FromSlash(r.URL.Path))); absent == nil {
			data, err = there, nil
		}
	}
	if refusal, rest, ok := strings.Cut(string(data), "\n"); ok && strings.HasPrefix(refusal, "REFUSE ") {
		data = []byte(rest)
		if r.Header.Get("Accept") == strings.TrimPrefix(refusal, "REFUSE ") {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
	}
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if strings.HasPrefix(string(data), "STALL") {
		s.stage.stalls <- struct{}{}
		select {
		case <-s.quit:
		case <-r.Context().Done():
		}
		return
	}
	answer(w, strings.ReplaceAll(string(data), "{{PORT}}", port))
}

// answer sends a body with the header of a well-kept key set, or a whole response.
func answer(w http.ResponseWriter, text string) {
	status := http.StatusOK
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("Strict-Transport-Security", "max-age=31536000")
	if strings.HasPrefix(text, "HTTP/") {
		head, body, _ := strings.Cut(text, "\n\n")
		line, fields, _ := strings.Cut(head, "\n")
		fmt.Sscanf(strings.Fields(line)[1], "%d", &status)
		for field := range strings.Lines(fields) {
			name, value, _ := strings.Cut(field, ":")
			w.Header().Set(name, strings.TrimSpace(value))
		}
		text = body
	}
	w.WriteHeader(status)
	fmt.Fprint(w, text)
}

// TestServedHostsNeedNoDNS guards the scripts: without --resolve no host of theirs
// can be reached, so none of them asks a real server by accident.
func TestServedHostsNeedNoDNS(t *testing.T) {
	if _, err := net.DefaultResolver.LookupHost(t.Context(), "idp.example.com"); err == nil {
		t.Error("a name was looked up")
	}
	if loopbackOnly("192.0.2.1:443") == nil || loopbackOnly("127.0.0.1:443") != nil {
		t.Error("the guard lets connections leave this machine, or keeps them from it")
	}
}
