// Command bench measures what a scan costs: the CPU time an endpoint takes
// beside a bare net/http fetch loop over the same endpoints in the same run, and
// the memory that grows with the number of endpoints. Everything stays on the
// loopback interface; see README.md for the method and what it does not say.
//
// It starts itself three times over: as the server (role server), as the bare
// loop (role loop), and as the driver, which also runs the jwksaudit binary.
package main
