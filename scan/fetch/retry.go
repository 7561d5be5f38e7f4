package fetch

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	maxRetries    = 2
	firstPause    = 500 * time.Millisecond
	maxRetryAfter = 60 * time.Second
)

// mayPass tells whether a problem is worth another attempt. A deadline that
// passed is not: the wait has been long, and silence rarely ends by asking again.
func mayPass(problem *inventory.Problem) bool {
	switch problem.Kind {
	case inventory.ProblemConnect:
		return true
	case inventory.ProblemStatus:
		return problem.Status == http.StatusTooManyRequests || problem.Status == http.StatusServiceUnavailable
	}
	return false
}

// pause is the wait before the next attempt: doubling from attempt to attempt,
// half of it random, and at least what the server asks for, within bounds.
func (c *Client) pause(attempt int, header inventory.Header) time.Duration {
	backoff := float64(firstPause<<attempt) * (0.5 + c.config.Jitter()/2)
	return max(time.Duration(backoff), retryAfter(header.Get("Retry-After"), c.config.Now()))
}

// retryAfter reads a Retry-After field, in seconds or as an HTTP date (RFC 9110
// section 10.2.3), capped; 0 where it cannot be read or lies in the past.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if strings.Trim(value, "0123456789") == "" {
		return retrySeconds(value)
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(date.Sub(now), 0), maxRetryAfter)
}

// retrySeconds reads digits, however many, up to the cap.
func retrySeconds(digits string) time.Duration {
	var seconds time.Duration
	for _, digit := range digits {
		seconds = min(10*seconds+time.Duration(digit-'0')*time.Second, maxRetryAfter)
	}
	return seconds
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
