package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var bodyLimitExceeded = &Rule{
	ID:       "body-limit-exceeded",
	Title:    "Key set is larger than the consumer reads",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{nimbusSizeLimit(), CWE(400)},
	Why:      "Beyond its limit the consumer cannot fetch the set at all: once its copy ends it refuses every token of the issuer.",
	Fix:      "Remove retired keys and certificate chains from the set, or raise the limit in the consumer where it has a setting for it.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range pass.Endpoint.Consumers {
			if most := c.Capabilities.MaxBody; overrun(pass, c) {
				pass.ReportConsumerf(c, "key set is %d octets, want at most the %d that it reads%s",
					pass.Response().Size, most.V, source(most.From)).resting(most.From)
			}
		}
	},
}

// overrun reports whether the key set is larger than a consumer certainly reads.
func overrun(pass *EndpointPass, c *inventory.Consumer) bool {
	response, most := pass.Response(), c.Capabilities.MaxBody
	return response != nil && c.Refresh.Mode != inventory.ModeStatic && most.From.Known() && most.V > 0 && response.Size > most.V
}

func overruns(pass *EndpointPass) bool {
	return slices.ContainsFunc(pass.Endpoint.Consumers, func(c *inventory.Consumer) bool { return overrun(pass, c) })
}
