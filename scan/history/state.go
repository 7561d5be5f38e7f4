package history

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// head is what polls of one state have in common, besides key set and metadata.
type head struct {
	Vantage string                `json:"vantage,omitempty"`
	Failed  bool                  `json:"failed,omitempty"`
	Problem inventory.ProblemKind `json:"problem,omitempty"`
	Status  int                   `json:"status,omitempty"`
	Size    int                   `json:"size,omitempty"`
	Caching inventory.Header      `json:"caching"` // null where no header is known
	Varying []string              `json:"varying,omitempty"`
}

// clockwork are the header fields that a server or a cache sets anew with every
// response. Where the value is near the time of the poll, the sample has it and the
// state only says so.
func clockwork() []field {
	const day = 24 * 60 * 60
	return []field{
		{"Age", 10 * 365 * day, ageOf, ageText},
		{"Date", 365 * day, dateOf, dateText},
		{"Expires", 365 * day, dateOf, dateText},
		{"Last-Modified", day, dateOf, dateText}, // older ones stay for long
	}
}

// field is a header field whose value is a number of seconds from the poll's time.
type field struct {
	name string
	near int64 // seconds beyond which the value is the state's
	read func(text string, at time.Time) (int64, bool)
	text func(seconds int64, at time.Time) string
}

func ageOf(text string, _ time.Time) (int64, bool) {
	seconds, err := strconv.ParseInt(text, 10, 64)
	return seconds, err == nil
}

func ageText(seconds int64, _ time.Time) string { return strconv.FormatInt(seconds, 10) }

// fixdate is the form of RFC 9110 section 5.6.7.
const fixdate = "Mon, 02 Jan 2006 15:04:05 GMT"

func dateOf(text string, at time.Time) (int64, bool) {
	date, err := time.Parse(fixdate, text)
	return date.Unix() - at.Unix(), err == nil
}

func dateText(seconds int64, at time.Time) string {
	return time.Unix(at.Unix()+seconds, 0).UTC().Format(fixdate)
}

// split takes a poll apart into what stays and what differs; joined undoes it.
func split(p *inventory.Poll) (head, sample) {
	h := head{Vantage: p.Vantage, Failed: p.Failed, Problem: p.Problem, Status: p.Status, Size: p.Size}
	s := sample{at: p.Time.UnixNano()}
	if p.Caching == nil {
		return h, s
	}
	h.Caching = inventory.CachingOf(p.Caching)
	for i, f := range clockwork() {
		values := h.Caching[f.name]
		if len(values) != 1 {
			continue
		}
		seconds, ok := f.read(values[0], p.Time)
		if ok && -f.near <= seconds && seconds <= f.near && f.text(seconds, p.Time) == values[0] {
			s.seconds[i] = seconds
			h.Varying = append(h.Varying, f.name)
			delete(h.Caching, f.name)
		}
	}
	return h, s
}

// joined is the poll that was split, without key set and metadata.
func (h *head) joined(s sample) inventory.Poll {
	p := inventory.Poll{
		Time: time.Unix(0, s.at).UTC(), Vantage: h.Vantage, Failed: h.Failed, Problem: h.Problem, Status: h.Status, Size: h.Size,
	}
	if h.Caching == nil {
		return p
	}
	p.Caching = inventory.Header{}
	for name, values := range h.Caching {
		p.Caching[name] = values
	}
	varies := h.varies()
	for i, f := range clockwork() {
		if varies[i] {
			p.Caching[f.name] = []string{f.text(s.seconds[i], p.Time)}
		}
	}
	return p
}

// varies tells which fields of clockwork the samples of this state have.
func (h *head) varies() (varies [fields]bool) {
	for i, f := range clockwork() {
		for _, name := range h.Varying {
			varies[i] = varies[i] || name == f.name
		}
	}
	return varies
}

// encode gives the text of a head and the hash of the state that it makes with the
// hashes of key set and metadata, which are nil where there is none.
func (h *head) encode(keys, metadata []byte) (text, hash []byte, err error) {
	if text, err = json.Marshal(h); err != nil {
		return nil, nil, err
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%d %d %d ", len(keys), len(metadata), len(text)) // never fails
	for _, part := range [][]byte{keys, metadata, text} {
		sum.Write(part)
	}
	return text, sum.Sum(nil), nil
}

func decodeHead(text []byte) (*head, error) {
	h := new(head)
	if err := json.Unmarshal(text, h); err != nil {
		return nil, fmt.Errorf("what it holds of a poll cannot be read: %w", err)
	}
	return h, nil
}
