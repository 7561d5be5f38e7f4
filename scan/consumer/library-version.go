package consumer

import (
	"strconv"
	"strings"
)

// libraryVersion is the numbers of a version, of which the last may be left out:
// "2" stands for every 2.x.
type libraryVersion []int

// parseVersion reads "v3", "2.5", "2.5.1-rc1"; nil where there is no number.
func parseVersion(text string) libraryVersion {
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "v"), "-")
	var out libraryVersion
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || len(part) > 9 {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// next is the first version that v does not stand for.
func (v libraryVersion) next() libraryVersion {
	if len(v) == 0 {
		return nil
	}
	out := append(libraryVersion(nil), v...)
	out[len(out)-1]++
	return out
}

// compareVersions compares number by number; those left out are 0.
func compareVersions(a, b libraryVersion) int {
	for i := range max(len(a), len(b)) {
		var x, y int
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return x - y
		}
	}
	return 0
}

// overlaps reports whether any version that wanted stands for is in the range.
func (v Variant) overlaps(wanted libraryVersion) bool {
	if v.Since == "" {
		return false // nobody verified which versions the values are of
	}
	since, before := parseVersion(v.Since), parseVersion(v.Before)
	return compareVersions(wanted.next(), since) > 0 && (before == nil || compareVersions(wanted, before) < 0)
}

// longestName is more bytes than any library's name has.
const longestName = 64

// nearestLibrary is the name with the fewest letters to change, after those that
// contain the text.
func nearestLibrary(text string) string {
	best, least := "", 0
	for _, l := range Libraries() {
		distance := editDistance(text, l.Name)
		if len(text) > 2 && (strings.Contains(l.Name, text) || strings.Contains(text, l.Name)) {
			distance -= longestName
		}
		if best == "" || distance < least {
			best, least = l.Name, distance
		}
	}
	return best
}

// editDistance counts the letters to insert, delete or replace (Levenshtein).
func editDistance(a, b string) int {
	a, b = a[:min(len(a), longestName)], b[:min(len(b), longestName)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
