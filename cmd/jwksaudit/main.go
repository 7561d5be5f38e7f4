// Command jwksaudit audits JSON Web Key Sets and their consumers.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"time"

	"github.com/jwksaudit/jwksaudit/cmd"
)

func main() {
	log.SetOutput(io.Discard) // net/http prints there what servers send unasked
	os.Exit(cmd.Main(cmd.Interruptible(context.Background()), cmd.System{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, Getwd: os.Getwd, Now: time.Now,
	}))
}
