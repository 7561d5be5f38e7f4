package cmd

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// interrupted is the cause of a context that a signal canceled.
type interrupted struct{ terminate bool } // SIGTERM rather than SIGINT

func (interrupted) Error() string { return "interrupted" }

// Interruptible returns a context that the first SIGINT or SIGTERM cancels, so
// that the run ends early with a partial report. A second one ends the program
// at once. A reader of standard output that goes away ends neither the program
// nor its other reports: it is a failure to write, like any other.
func Interruptible(parent context.Context) context.Context {
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		received := <-signals
		signal.Stop(signals)
		cancel(interrupted{terminate: received == syscall.SIGTERM})
	}()
	return ctx
}

// stdin is standard input as long as the run goes on: a read from a terminal or
// a pipe does not notice an interruption by itself. Nothing is read in advance.
type stdin struct {
	ctx  context.Context
	r    io.Reader
	pipe *io.PipeReader // nil before the first read
}

// Read implements io.Reader.
func (s *stdin) Read(p []byte) (int, error) {
	if s.pipe == nil {
		reader, writer := io.Pipe()
		s.pipe = reader
		context.AfterFunc(s.ctx, func() { _ = writer.CloseWithError(interrupted{}) })
		go func() {
			_, err := io.Copy(writer, s.r)
			_ = writer.CloseWithError(err)
		}()
	}
	return s.pipe.Read(p)
}

// interruption returns the exit code of a signal that ended the run; 0 where none did.
func interruption(ctx context.Context) int {
	var cause interrupted
	switch {
	case ctx.Err() == nil:
		return exitClean
	case errors.As(context.Cause(ctx), &cause) && cause.terminate:
		return exitTermination
	}
	return exitInterrupt
}
