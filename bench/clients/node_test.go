package clients

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func openJose(t *testing.T, i *issuer, s settings) verifier {
	return openNode(t, i, "jose", map[string]any{
		"cacheMaxAge": s.interval.Milliseconds(), "cooldownDuration": s.cooldown.Milliseconds(),
	})
}

func openJWKSRSA(t *testing.T, i *issuer, s settings) verifier {
	return openNode(t, i, "jwks-rsa", map[string]any{"cacheMaxAge": s.interval.Milliseconds()})
}

// openNode runs node/client.mjs, which answers every token with a line.
func openNode(t *testing.T, i *issuer, library string, options map[string]any) verifier {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node on this machine: install Node.js 20 or later")
	}
	if _, err := os.Stat("node/node_modules/" + library); err != nil {
		t.Skip("the libraries are not installed: run npm --prefix bench/clients/node ci --ignore-scripts")
	}
	text, err := json.Marshal(options)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "client.mjs", library, i.keysURL(), string(text))
	cmd.Dir, cmd.Stderr = "node", os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait() // killed with the test's context
	})
	return lineVerifier(in, bufio.NewReader(out))
}

func lineVerifier(in io.Writer, out *bufio.Reader) verifier {
	return func(_ context.Context, token string) error {
		if _, err := fmt.Fprintln(in, token); err != nil {
			return err
		}
		answer, err := out.ReadString('\n')
		if err == nil && strings.TrimSpace(answer) != "ok" {
			err = errors.New("rejected")
		}
		return err
	}
}
