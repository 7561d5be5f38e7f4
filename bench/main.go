package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	role := flag.String("role", "driver", "driver, server or loop")
	hosts := flag.Int("hosts", 10_000, "distinct names for the CPU measurement")
	rounds := flag.Int("rounds", 5, "rounds of the CPU measurement, the order alternating")
	sizes := flag.String("sizes", "1000,10000,100000", "numbers of endpoints for the memory measurement")
	binary := flag.String("jwksaudit", "", "the binary to measure; built from this checkout if empty")
	flag.Parse()
	var err error
	switch *role {
	case "server":
		err = serve(os.Stdin, os.Stdout)
	case "loop":
		err = loop(flag.Args())
	default:
		err = drive(*binary, *hosts, *rounds, *sizes)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// driver holds what every measurement needs.
type driver struct {
	dir, binary string
	tls, plain  string // ports
}

func drive(binary string, hosts, rounds int, sizes string) error {
	dir, err := os.MkdirTemp("", "jwksaudit-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d := &driver{dir: dir, binary: binary}
	if d.binary == "" {
		d.binary = filepath.Join(dir, "jwksaudit")
		build := exec.Command("go", "build", "-o", d.binary, "./cmd/jwksaudit")
		build.Dir, build.Stderr = "..", os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build: %w", err)
		}
	}
	stop, err := d.startServer()
	if err != nil {
		return err
	}
	defer stop()
	if err := d.startup(); err != nil {
		return err
	}
	if err := d.cpu(hosts, rounds); err != nil {
		return err
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("-sizes %q: %w", sizes, err)
		}
		if err := d.memory(n); err != nil {
			return err
		}
	}
	return retained() // last: a child inherits this process's greatest resident set
}

// startServer runs the server as a child on the second core, so that its CPU
// time is not counted and it does not take the client's.
func (d *driver) startServer() (stop func(), err error) {
	server := pinned("1", os.Args[0], "-role", "server")
	server.Env = append(os.Environ(), "BENCH_DIR="+d.dir)
	server.Stderr = os.Stderr
	stdin, err := server.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, err
	}
	if _, err := fmt.Fscan(bufio.NewReader(stdout), &d.tls, &d.plain); err != nil {
		return nil, fmt.Errorf("server did not start: %w", err)
	}
	return func() { stdin.Close(); _ = server.Wait() }, nil
}

// pinned runs a command on one core where taskset exists.
func pinned(core, name string, args ...string) *exec.Cmd {
	if taskset, err := exec.LookPath("taskset"); err == nil {
		return exec.Command(taskset, append([]string{"-c", core, name}, args...)...)
	}
	return exec.Command(name, args...)
}

// usage is what a finished child took.
type usage struct {
	cpu  time.Duration // user and system
	wall time.Duration
	rss  int64 // greatest resident set, octets
}

func run(command *exec.Cmd, wantExit ...int) (usage, error) {
	command.Stderr = os.Stderr
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	if command.ProcessState == nil {
		return usage{}, err
	}
	if code := command.ProcessState.ExitCode(); !slices.Contains(append(wantExit, 0), code) {
		return usage{}, fmt.Errorf("%s: exit code %d", command.Args[len(command.Args)-1], code)
	}
	resources := command.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := time.Duration(resources.Utime.Nano() + resources.Stime.Nano())
	return usage{cpu, wall, resources.Maxrss << 10}, nil // Linux gives KiB
}

// startup is the time of the smallest run, against which the others are read.
func (d *driver) startup() error {
	var best time.Duration
	for range 20 {
		u, err := run(exec.Command(d.binary, "version"))
		if err != nil {
			return err
		}
		if best == 0 || u.wall < best {
			best = u.wall
		}
	}
	info, err := os.Stat(d.binary)
	if err != nil {
		return err
	}
	fmt.Printf("binary %.1f MiB, start-up %.1f ms (least of 20)\n", float64(info.Size())/(1<<20), best.Seconds()*1e3)
	return nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
