package inventory

import "time"

// Timeline is what was seen of one key set over time.
type Timeline struct {
	URL   string
	Polls []Poll // oldest first; this run's look is the last one
	// Exposed tells when a key, by its thumbprint, was first seen published together
	// with its private half. It outlives the polls that showed it.
	Exposed map[string]time.Time
}

// Poll is one look at an endpoint, at this run or before it. Polls that saw the
// same document share it: compare pointers first.
type Poll struct {
	Time    time.Time
	Vantage string // "" for the only one
	Failed  bool   // nothing may be concluded about keys from it
	Problem ProblemKind
	Status  int // HTTP status; 0 where none was received or it is not known
	Size    int // octets of the body; 0 where it is not known

	Keys     *KeySet    // nil where Failed
	Caching  Header     // the fields that CachingFields names; nil where no headers are known
	Metadata *Discovery // the newest that was read at or before this poll's look; nil where none was
}

// CachingFields are the header fields that are remembered of a response.
func CachingFields() []string {
	return []string{"Age", "Cache-Control", "Content-Type", "Date", "Etag", "Expires", "Last-Modified", "Pragma", "Strict-Transport-Security", "Vary"}
}

// CachingOf keeps of a header what is remembered; nil where nothing is known of it.
func CachingOf(h Header) Header {
	if h == nil {
		return nil
	}
	out := Header{}
	for _, name := range CachingFields() {
		if values := h.Values(name); len(values) > 0 {
			out[name] = values
		}
	}
	return out
}

// PollOf makes the poll that an observation is to the timeline.
func PollOf(o *Observation) Poll {
	p := Poll{Time: o.Time, Vantage: o.Vantage, Failed: true}
	if o.Metadata != nil {
		p.Metadata = o.Metadata.Value
	}
	if o.Keys == nil {
		return p
	}
	response := &o.Keys.Response
	p.Status, p.Size, p.Caching, p.Keys = response.Status, response.Size, CachingOf(response.Header), o.Keys.Value
	p.Failed = o.Keys.Value == nil
	if o.Keys.Problem != nil {
		p.Problem = o.Keys.Problem.Kind
	}
	return p
}
