package history

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// fields is how many header fields a sample may hold.
const fields = 4

// sample is what differs between polls of one state.
type sample struct {
	at      int64         // nanoseconds since 1970
	seconds [fields]int64 // in the order of clockwork; 0 where the state has the field, or nobody
}

func (s sample) compare(other sample) int {
	return cmp.Or(cmp.Compare(s.at, other.at), slices.Compare(s.seconds[:], other.seconds[:]))
}

// maxSamples is when a segment is full: it bounds what one more poll has to write
// again.
const maxSamples = 64

// appendSamples encodes samples in order of time: the time since the one before,
// in seconds and, rarely, nanoseconds, then what changed in each varying field.
func appendSamples(text []byte, samples []sample, varies [fields]bool) []byte {
	before := sample{at: samples[0].at}
	for _, s := range samples {
		since := uint64(s.at - before.at)
		whole, rest := since/uint64(time.Second), since%uint64(time.Second)
		if rest == 0 {
			text = binary.AppendUvarint(text, whole<<1)
		} else {
			text = binary.AppendUvarint(text, whole<<1|1)
			text = binary.AppendUvarint(text, rest)
		}
		for i, v := range varies {
			if v {
				text = binary.AppendVarint(text, s.seconds[i]-before.seconds[i])
			}
		}
		before = s
	}
	return text
}

// errSamples is what a reader of damaged samples is told.
func errSamples() error { return errors.New("times of polls cannot be read") }

// decodeSamples is the inverse; first is the time of the first sample.
func decodeSamples(text []byte, first int64, varies [fields]bool) (samples []sample, err error) {
	s := sample{at: first}
	for len(text) > 0 {
		whole, ok := unsigned(&text)
		rest := uint64(0)
		if ok && whole&1 == 1 {
			rest, ok = unsigned(&text)
		}
		s.at += int64(whole>>1)*int64(time.Second) + int64(rest)
		for i, v := range varies {
			if v && ok {
				change, n := binary.Varint(text)
				ok = n > 0
				text = text[max(n, 0):]
				s.seconds[i] += change
			}
		}
		if !ok {
			return nil, errSamples()
		}
		samples = append(samples, s)
	}
	return samples, nil
}

func unsigned(text *[]byte) (uint64, bool) {
	v, n := binary.Uvarint(*text)
	*text = (*text)[max(n, 0):]
	return v, n > 0
}
