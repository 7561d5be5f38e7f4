package cmd

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	refuseNames()
	testscript.Main(m, map[string]func(){"jwksaudit": func() { os.Exit(Main(Interruptible(context.Background()), machine())) }})
}

// refuseNames makes every look-up of a name fail: tests map names with --resolve.
func refuseNames() {
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("tests ask no name server")
	}}
}

// machine is the process's own surroundings.
func machine() System {
	return System{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, Getwd: os.Getwd, Now: time.Now, Admit: loopbackOnly,
	}
}

// loopbackOnly refuses every connection that would leave this machine.
func loopbackOnly(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("tests do not connect to %s", address)
	}
	return nil
}

// TestScripts runs the scripts that specify the command line. Besides testscript's
// own commands they have:
//
//	exits CODE ARG...       runs jwksaudit and wants an exit code
//	stalled                 waits until the server holds a request that it will not answer
//	signal INT|TERM         sends a signal to the program in the background
//	ended CODE              wants the exit code of the program that got the signal
//	harmless FILE...        wants nothing in a file, "stdout" or "stderr" that acts in a
//	                        terminal or a CI log
//	hides CANARIES          wants none of the lines of a file, in no spelling, in what
//	                        the last command printed or in any file that was written
//	unhex FILE              writes the octets whose hex digits stand in FILE.hex
//
// Where JWKSAUDIT_TEST_POSTGRES names a server, [postgres] holds and $POSTGRES is an
// empty schema on it. What is served is said at serve.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("..", "testdata", "scripts"),
		UpdateScripts: *update,
		Setup:         prepare,
		Condition:     func(name string) (bool, error) { return name == "postgres" && os.Getenv(postgres) != "", nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "stalled": stalled, "signal": sendSignal, "ended": ended, "harmless": harmless, "hides": hides, "unhex": unhex,
		},
	})
}

// stage is what the commands of one script share.
type stage struct {
	given     map[string]bool // files that the script brought, by path
	stalls    chan struct{}   // one for each request that the server holds
	signalled *exec.Cmd
}

type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

func prepare(env *testscript.Env) error {
	env.Setenv("NO_COLOR", "1")
	env.Setenv("COLUMNS", "100")
	s := &stage{given: map[string]bool{}, stalls: make(chan struct{}, 100)}
	env.Values[stageKey{}] = s
	if err := serve(env, s); err != nil {
		return err
	}
	if err := newSchema(env); err != nil {
		return err
	}
	return filepath.WalkDir(env.WorkDir, func(path string, _ fs.DirEntry, err error) error {
		s.given[path] = true
		return err
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: exits CODE ARG...")
	}
	err := ts.Exec("jwksaudit", args[1:]...)
	code := "0"
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		code = fmt.Sprint(failed.ExitCode())
	} else if err != nil {
		ts.Fatalf("jwksaudit: %v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

func stalled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: stalled")
	}
	select {
	case <-stageOf(ts).stalls:
	case <-time.After(time.Minute):
		ts.Fatalf("no request came that the server holds")
	}
}

func sendSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	running := ts.BackgroundCmds()
	if neg || len(args) != 1 || signals[args[0]] == nil || len(running) != 1 {
		ts.Fatalf("usage: signal INT|TERM, with one program in the background")
	}
	stageOf(ts).signalled = running[0]
	ts.Check(running[0].Process.Signal(signals[args[0]]))
}

func ended(ts *testscript.TestScript, neg bool, args []string) {
	command := stageOf(ts).signalled
	if neg || len(args) != 1 || command == nil || command.ProcessState == nil {
		ts.Fatalf("usage: ended CODE, after signal and wait")
	}
	if state := command.ProcessState; fmt.Sprint(state.ExitCode()) != args[0] {
		ts.Fatalf("%s, want exit code %s", state, args[0])
	}
}

func harmless(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: harmless FILE...")
	}
	for _, file := range args {
		if harm := harmIn(ts.ReadFile(file)); harm != "" {
			ts.Fatalf("%s: %s", file, harm)
		}
	}
}

func hides(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hides CANARIES")
	}
	places := map[string]string{"stdout": ts.ReadFile("stdout"), "stderr": ts.ReadFile("stderr")}
	ts.Check(filepath.WalkDir(ts.Getenv("WORK"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || stageOf(ts).given[path] {
			return err
		}
		data, err := os.ReadFile(path)
		places[path] = path + "\n" + string(data)
		return err
	}))
	for canary := range strings.Lines(ts.ReadFile(args[0])) {
		canary = strings.TrimSpace(canary)
		for place, text := range places {
			if spelling := spelt(canary, text); canary != "" && spelling != "" {
				ts.Fatalf("%s holds the canary %s %s", place, canary, spelling)
			}
		}
	}
}

func unhex(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: unhex FILE...")
	}
	for _, name := range args {
		octets, err := hex.DecodeString(strings.Join(strings.Fields(ts.ReadFile(name+".hex")), ""))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), octets, 0o600))
	}
}
