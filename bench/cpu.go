package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// name is the i-th host of the CPU measurement, and address where it lives.
func name(i int) string { return fmt.Sprintf("h%05d.bench.test", i) }

func address(i int) string { return fmt.Sprintf("127.%d.%d.%d", 1+i>>16, i>>8&255, i&255) }

// cpu compares a scan with a bare fetch loop over the same names, round by
// round and in alternating order, so that a noisy machine hurts both alike.
func (d *driver) cpu(hosts, rounds int) error {
	list := filepath.Join(d.dir, "tls.txt")
	var targets strings.Builder
	scan := []string{"scan", "--targets", list, "--ca-file", filepath.Join(d.dir, "ca.pem"), "--allow-private", "127.0.0.0/8",
		"--concurrency", "64", "--timeout", "30s", "-o", "json=/dev/null", "--exit-zero"}
	for i := range hosts {
		fmt.Fprintf(&targets, "https://%s:%s/jwks\n", name(i), d.tls)
		scan = append(scan, fmt.Sprintf("--resolve=%s:%s:%s", name(i), d.tls, address(i)))
	}
	if err := os.WriteFile(list, []byte(targets.String()), 0o600); err != nil {
		return err
	}
	var ratios, scans, loops []float64
	for round := range rounds {
		var a, b usage
		var err error
		measure := []func() error{
			func() error { a, err = run(pinned("0", d.binary, scan...)); return err },
			func() error {
				b, err = run(pinned("0", os.Args[0], "-role", "loop", filepath.Join(d.dir, "ca.pem"), d.tls, fmt.Sprint(hosts)))
				return err
			},
		}
		for i := range measure {
			if err := measure[(i+round)%2](); err != nil {
				return err
			}
		}
		perA, perB := a.cpu.Seconds()*1e6/float64(hosts), b.cpu.Seconds()*1e6/float64(hosts)
		ratios, scans, loops = append(ratios, perA/perB), append(scans, perA), append(loops, perB)
		fmt.Printf("TLS, %d names, round %d: scan %.0f us/endpoint, bare loop %.0f us/endpoint, ratio %.2f\n", hosts, round+1, perA, perB, perA/perB)
	}
	fmt.Printf("TLS, %d names, medians: scan %.0f us/endpoint, bare loop %.0f us/endpoint, ratio %.2f\n", hosts, median(scans), median(loops), median(ratios))
	return nil
}
