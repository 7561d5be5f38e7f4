package consumer

// sieve finds which of many texts stand in another in one pass: most files of a
// folder concern nobody here, and each product has several signs.
type sieve struct {
	signs   []string
	byStart map[uint16][]int     // signs by their first two octets
	starts  [1 << 16 / 64]uint64 // bit set: some sign starts so
}

func newSieve(signs []string) *sieve {
	s := &sieve{signs: signs, byStart: map[uint16][]int{}}
	for i, sign := range signs {
		start := pair(sign[0], sign[1])
		s.byStart[start] = append(s.byStart[start], i)
		s.starts[start/64] |= 1 << (start % 64)
	}
	return s
}

// Signed returns a test of whether a file bears a sign of any product. What does
// not need not be given to Discover.
func Signed() func(data []byte) bool {
	s := newSieve(signsOf(Dialects()))
	return func(data []byte) bool { return len(s.find(data)) > 0 }
}

// signsOf lists every text by which the products' files are told.
func signsOf(dialects []Dialect) []string {
	var signs []string
	for _, d := range dialects {
		signs = append(append(signs, d.Signs...), d.Companions...)
	}
	return signs
}

func pair(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) }

// find returns the signs that stand in the data.
func (s *sieve) find(data []byte) map[string]bool {
	var found map[string]bool
	for i := 0; i+1 < len(data); i++ {
		start := pair(data[i], data[i+1])
		if s.starts[start/64]&(1<<(start%64)) == 0 {
			continue
		}
		for _, at := range s.byStart[start] {
			sign := s.signs[at]
			if len(data)-i >= len(sign) && string(data[i:i+len(sign)]) == sign {
				if found == nil {
					found = map[string]bool{}
				}
				found[sign] = true
			}
		}
	}
	return found
}
