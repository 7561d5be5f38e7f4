package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// memory measures the greatest resident set of scans of n plain-HTTP endpoints
// that keep different things: nothing but digests, one finding an endpoint, and
// endpoint records for -o json.
func (d *driver) memory(n int) error {
	list := filepath.Join(d.dir, fmt.Sprintf("plain-%d.txt", n))
	var targets bytes.Buffer
	for i := range n {
		fmt.Fprintf(&targets, "http://%s:%s/jwks\n", address(i), d.plain)
	}
	if err := os.WriteFile(list, targets.Bytes(), 0o600); err != nil {
		return err
	}
	common := []string{"scan", "--targets", list, "--allow-http", "--allow-private", "127.0.0.0/8", "--timeout", "30s", "--exit-zero"}
	kinds := []struct {
		what string
		args []string
	}{
		{"digests only", []string{"--only", "keyset-empty", "-o", "table=/dev/null"}},
		{"one finding each", []string{"--only", "cache-too-short", "-o", "table=/dev/null"}},
		{"-o json records", []string{"--only", "keyset-empty", "-o", "json=/dev/null"}},
		{"all rules, table", []string{"--disable", "key-shared-by-issuers", "-o", "table=/dev/null"}},
	}
	for _, kind := range kinds {
		u, err := run(exec.Command(d.binary, append(common, kind.args...)...))
		if err != nil {
			return fmt.Errorf("%s: %w", kind.what, err)
		}
		fmt.Printf("plain HTTP, %6d endpoints, %-17s peak %6.1f MiB, CPU %4.0f us/endpoint, %5.1f s\n",
			n, kind.what+":", float64(u.rss)/(1<<20), u.cpu.Seconds()*1e6/float64(n), u.wall.Seconds())
	}
	return nil
}
