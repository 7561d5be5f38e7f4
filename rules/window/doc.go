// Package window owns the arithmetic of trust windows: how long HTTP caches and
// consumers may lag behind a change of a published key set, and whether a
// rotation leaves them the time they need. Rules, the planner and the reports
// call it; nobody repeats it.
//
// Every quantity is an interval with a provenance. What nobody said lies between
// nothing and no end. A violation is claimed from the ends that make it hardest
// to claim, soundness from the opposite ends. A bound without end is a result.
//
// The lags are those of a consumer that works as configured, between events that
// take no time: latency of a fetch is not in them, and a consumer that refetches
// in the background refuses the one token that made it refetch.
//
// The package fetches nothing, reads no clock, keeps no history and words no
// finding. It knows a consumer only by its inventory.Refresh: a cache shared per
// kid, and a budget of refetches that a flood can exhaust (W10), are not in it.
//
// A simulation of issuers, caches, consumers and pollers attacks every bound;
// `go test ./rules/window -args -window.runs=60000` attacks longer.
package window
