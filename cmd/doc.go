// Package cmd is the command line: it reads flags, opens files, carries a scan
// from plan to report and turns the outcome into an exit code. It is the only
// package that knows the terminal, the environment and the clock.
package cmd
