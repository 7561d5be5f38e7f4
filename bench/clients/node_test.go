package clients

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func openJose(_ context.Context, i *issuer, s settings) (verifier, error) {
	return openNode(i, "jose", map[string]any{
		"cacheMaxAge": s.interval.Milliseconds(), "cooldownDuration": s.cooldown.Milliseconds(),
	})
}

func openJose5(_ context.Context, i *issuer, s settings) (verifier, error) {
	return openNode(i, "jose5", map[string]any{
		"cacheMaxAge": s.interval.Milliseconds(), "cooldownDuration": s.cooldown.Milliseconds(),
	})
}

func openJWKSRSA(_ context.Context, i *issuer, s settings) (verifier, error) {
	return openNode(i, "jwks-rsa", map[string]any{"cacheMaxAge": s.interval.Milliseconds()})
}

func openGetJWKS(_ context.Context, i *issuer, s settings) (verifier, error) {
	return openNode(i, "get-jwks", map[string]any{"ttl": s.interval.Milliseconds()})
}

func openAWSJWTVerify(_ context.Context, i *issuer, s settings) (verifier, error) {
	return openNode(i, "aws-jwt-verify", map[string]any{"waitSeconds": s.cooldown.Seconds()})
}

// nodeProcess is node/client.mjs, which answers every line with a line.
type nodeProcess struct {
	in  io.Writer
	out *bufio.Reader
}

// openNode makes a client of a library in the issuer's process, which it starts for
// the first.
func openNode(i *issuer, library string, options map[string]any) (verifier, error) {
	if i.node == nil {
		i.startNode(library)
	}
	text, err := json.Marshal(map[string]any{
		"library": library, "issuer": i.URL, "url": i.keysURL(), "audience": audience,
		"algorithms": algorithms(), "options": options,
	})
	if err != nil {
		return nil, err
	}
	if err := i.node.ask("open " + string(text)); err != nil {
		return nil, err
	}
	return func(_ context.Context, token string) error { return i.node.ask("verify " + token) }, nil
}

// startNode skips the test where Node.js or the library is not installed.
func (i *issuer) startNode(library string) {
	i.t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		i.t.Skip("no node on this machine: install Node.js 20 or later")
	}
	if _, err := os.Stat("node/node_modules/" + library); err != nil {
		i.t.Skip("the libraries are not installed: run npm --prefix bench/clients/node ci --ignore-scripts")
	}
	cmd := exec.CommandContext(i.t.Context(), node, "client.mjs")
	cmd.Dir, cmd.Stderr, cmd.Env = "node", os.Stderr, append(os.Environ(), i.trust()...)
	in, err := cmd.StdinPipe()
	if err != nil {
		i.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		i.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		i.t.Fatal(err)
	}
	i.node = &nodeProcess{in, bufio.NewReader(out)}
	i.t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait() // killed with the test's context
	})
}

// trust is the environment that makes Node.js trust the issuer's certificate.
func (i *issuer) trust() []string {
	certificate := i.Certificate()
	if certificate == nil {
		return nil
	}
	file := filepath.Join(i.t.TempDir(), "issuer.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		i.t.Fatal(err)
	}
	return []string{"NODE_EXTRA_CA_CERTS=" + file}
}

// ask sends a line; the answer is "ok" or what went wrong.
func (p *nodeProcess) ask(line string) error {
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		return err
	}
	answer, err := p.out.ReadString('\n')
	if err != nil {
		return err
	}
	if answer = strings.TrimSpace(answer); answer != "ok" {
		return errors.New(answer)
	}
	return nil
}
