package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// retainedEndpoints is over how many endpoints the heap is averaged.
const retainedEndpoints = 20_000

// retained measures, in this process and without a network, how many octets of
// heap an endpoint leaves behind in each thing that a scan keeps of it.
func retained() error {
	sets, err := keySets()
	if err != nil {
		return err
	}
	var list bytes.Buffer
	for i := range retainedEndpoints {
		fmt.Fprintf(&list, "http://%s/jwks\n", address(i))
	}
	short, err := rules.Select(rules.Selection{Only: []string{"cache-too-short"}})
	if err != nil {
		return err
	}
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	evaluator := rules.NewEvaluator(short, inventory.DefaultPolicy(), now)
	kinds := []struct {
		what string
		keep func(*inventory.Endpoint) any
	}{
		{"nothing", func(*inventory.Endpoint) any { return nil }},
		{"digest", func(e *inventory.Endpoint) any { d := rules.DigestOf(e); return &d }},
		{"finding", func(e *inventory.Endpoint) any { return evaluator.Endpoint(e) }},
		{"-o json record", func(e *inventory.Endpoint) any { r := output.RecordEndpoint(e); return &r }},
	}
	var nothing float64
	for i, kind := range kinds {
		before := heap()
		plan, err := scan.NewPlan(scan.Request{Dir: "/", Lists: []string{"-"}, Stdin: bytes.NewReader(list.Bytes()), Now: now})
		if err != nil {
			return err
		}
		planned := heap()
		kept := make([]any, len(plan.Targets))
		plan.Observe(context.Background(), scan.Run{
			Network: served(sets), Concurrency: 1, Now: func() time.Time { return now },
			Judge: func(slot, _ int, e *inventory.Endpoint) { kept[slot] = kind.keep(e) },
		})
		after := heap()
		runtime.KeepAlive(kept)
		runtime.KeepAlive(plan)
		if i == 0 {
			nothing = per(planned, after)
			fmt.Printf("heap kept an endpoint: target in the plan %.0f octets, the run itself %.0f\n", per(before, planned), nothing)
			continue
		}
		fmt.Printf("heap kept an endpoint: %-14s %.0f octets\n", kind.what, per(planned, after)-nothing)
	}
	return nil
}

func per(before, after uint64) float64 { return (float64(after) - float64(before)) / retainedEndpoints }

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// served answers every URL with one of the key sets.
type served [][]byte

func (s served) Get(_ context.Context, ask inventory.Ask) (inventory.Response, []byte, *inventory.Problem) {
	header := inventory.Header{"Content-Type": {"application/json"}, "Cache-Control": {"public, max-age=30"}}
	return inventory.Response{URL: ask.URL, Status: 200, Header: header}, s[len(ask.URL)%len(s)], nil
}
