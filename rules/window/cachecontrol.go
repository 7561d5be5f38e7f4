package window

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// CacheControl is what the Cache-Control fields of one response say (RFC 9111
// section 5.2), read tolerantly: real caches differ on what is malformed, so
// what can be made out of it is kept as doubtful and the fault is told.
type CacheControl struct {
	Directives []Directive // in the order received
	Problems   []CacheProblem
}

// Directive is one cache directive.
type Directive struct {
	Name     string // lower case
	Value    string // without quotes
	HasValue bool
	Quoted   bool
	Doubtful bool // malformed: some caches will not see it, or will read it differently
}

// CacheProblemKind classes what is wrong with a Cache-Control field.
type CacheProblemKind string

// The kinds.
const (
	CacheMalformed  CacheProblemKind = "malformed"   // not the grammar of RFC 9111 section 5.2, or not the directive's argument
	CacheQuoted     CacheProblemKind = "quoted"      // a number in quotes (RFC 9111 sections 5.2.2.1, 5.2.2.10)
	CacheOverflow   CacheProblemKind = "overflow"    // more than 2^31 seconds (RFC 9111 section 1.2.2)
	CacheDuplicate  CacheProblemKind = "duplicate"   // a directive more than once (RFC 9111 section 4.2.1)
	CacheConflict   CacheProblemKind = "conflict"    // directives that contradict each other (RFC 9111 section 4.2.1)
	CacheHeaderText CacheProblemKind = "header-text" // a field name and colon inside the value
	CacheUnknown    CacheProblemKind = "unknown"     // no directive that is known here; caches ignore it (RFC 9111 section 5.2.3)
	CacheTooMany    CacheProblemKind = "too-many"    // more directives than are read
)

// CacheProblem is one fault. Detail quotes remote text; it is escaped and short.
type CacheProblem struct {
	Kind      CacheProblemKind
	Directive string // "" where none can be told
	Detail    string
}

const (
	// maxDirectives bounds what is kept of a hostile field.
	maxDirectives = 64
	// maxDelta is the value that RFC 9111 section 1.2.2 gives to what is too large: 68 years.
	maxDelta = 1 << 31
)

// ParseCacheControl reads every Cache-Control line of a response, in order.
func ParseCacheControl(lines []string) CacheControl {
	var cc CacheControl
	for _, line := range lines {
		elements, closed := splitList(line)
		if !closed {
			cc.fault(CacheMalformed, "", "unterminated quoted string in "+quote(line))
		}
		for _, element := range elements {
			cc.readElement(element)
		}
	}
	cc.findDuplicates()
	cc.findConflicts()
	return cc
}

// Has reports whether the directive is present, doubtful or not.
func (c CacheControl) Has(name string) bool {
	return slices.ContainsFunc(c.Directives, func(d Directive) bool { return d.Name == name })
}

// Seconds is the first readable number of a directive, as RFC 9111 section
// 4.2.1 prefers; false where there is none.
func (c CacheControl) Seconds(name string) (time.Duration, bool) {
	for _, d := range c.Directives {
		if value, ok := d.seconds(); ok && d.Name == name {
			return value, true
		}
	}
	return 0, false
}

// certain reports whether every cache sees the directive without an argument.
func (c CacheControl) certain(name string) bool {
	return slices.ContainsFunc(c.Directives, func(d Directive) bool {
		return d.Name == name && !d.HasValue && !d.Doubtful
	})
}

// longest is the greatest number that any cache may read from a directive;
// agreed is false where caches may read different ones, or none.
func (c CacheControl) longest(name string) (value time.Duration, found, agreed bool) {
	agreed = true
	for _, d := range c.Directives {
		if d.Name != name {
			continue
		}
		seconds, ok := d.seconds()
		agreed = agreed && ok && !d.Doubtful && (!found || seconds == value)
		value, found = max(value, seconds), found || ok
	}
	return value, found, agreed
}

// seconds reads the digits that the value begins with, as lenient clients do.
func (d Directive) seconds() (time.Duration, bool) {
	digits := leadingDigits(d.Value)
	if digits == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > maxDelta {
		n = maxDelta
	}
	return time.Duration(n) * time.Second, true
}

func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}

func (c *CacheControl) fault(kind CacheProblemKind, directive, detail string) {
	if len(c.Problems) < maxDirectives {
		c.Problems = append(c.Problems, CacheProblem{kind, abbreviate(directive), detail})
	}
}

func (c *CacheControl) findDuplicates() {
	told := make(map[string]bool)
	for _, d := range c.Directives {
		var values []string
		for _, other := range c.Directives {
			if other.Name == d.Name {
				values = append(values, other.String())
			}
		}
		if len(values) > 1 && !told[d.Name] {
			c.fault(CacheDuplicate, d.Name, strings.Join(values[:min(len(values), 4)], ", "))
		}
		told[d.Name] = true
	}
}

func (c *CacheControl) findConflicts() {
	for _, forbids := range []string{"no-store", "no-cache"} {
		for _, allows := range []string{"max-age", "s-maxage"} {
			if value, _, _ := c.longest(allows); value > 0 && c.certain(forbids) {
				c.fault(CacheConflict, allows, allows+"="+strconv.FormatInt(int64(value/time.Second), 10)+" with "+forbids)
			}
		}
	}
	if c.certain("public") && c.certain("private") {
		c.fault(CacheConflict, "public", "public with private")
	}
}
