package scan

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestRequestsThatAreTheOperatorsMistake(t *testing.T) {
	dir := folder(t, map[string]string{"d/set.json": keySetA})
	for _, test := range []struct {
		request Request
		want    string // the beginning: the rest may be the system's words
	}{
		{Request{Lists: []string{"missing.txt"}}, "--targets missing.txt: "},
		{Request{Lists: []string{"d"}}, "--targets d: is a folder, want a file with one target a line"},
		{Request{Consumers: []string{"missing"}}, "--consumers missing: "},
		{Request{Consumers: []string{""}}, "--consumers : is empty, want a file or folder"},
	} {
		test.request.Dir = dir
		_, err := NewPlan(test.request)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

// Many lines for one target, and many recordings of one URL, take no time that
// grows with their square: here that would be minutes, and is a second or two.
func TestManyDuplicatesTakeLittleTime(t *testing.T) {
	const lines, recordings, enough = 200_000, 50_000, time.Minute
	began := time.Now()
	plan := planOf(t, nil, Request{
		Lists: []string{"-"}, Stdin: strings.NewReader(strings.Repeat("https://keys.example.com/jwks\n", lines)),
	})
	if len(plan.Targets) != 1 || len(plan.Targets[0].Origins) != lines {
		t.Errorf("%d targets, want one with all its origins", len(plan.Targets))
	}
	recorded := captures{}
	for i := range recordings { // newest first: the worst order to insert in
		recorded.add(capture{response: inventory.Response{URL: "u", Time: now().Add(-time.Duration(i) * time.Second)}})
	}
	recorded.sort()
	answers := recorded.answers("u")
	if len(answers) != recordings || !answers[0].response.Time.Before(answers[1].response.Time) {
		t.Errorf("%d answers, want %d, oldest first", len(answers), recordings)
	}
	if took := time.Since(began); took > enough {
		t.Errorf("took %s, want less than %s", took, enough)
	}
}

func TestListsNameOneTargetALine(t *testing.T) {
	plan := planOf(t, map[string]string{"set.json": keySetA}, Request{Lists: []string{"-"}, Stdin: strings.NewReader(
		"\ufeffhttps://a.example.com\r\n" + // as Windows writes it
			"#https://no.example.com\n" +
			"\thttps://b.example.com/x#y\t# the fragment is none of the comment\n" +
			"not a url\n" +
			"set.json\n" +
			strings.Repeat("x", 3*maxLine) + "\n" +
			"https://c.example.com")})
	wantLines(t, "targets", describeTargets(plan), []string{
		"url https://a.example.com <-:1:1", "url https://b.example.com/x <-:3:2",
		"keys file set.json <-:5:1", "url https://c.example.com <-:7:1",
	})
	wantLines(t, "gaps", describeGaps(plan.Problems), []string{
		"not a url: bad-target: holds white space: want one URL or one path <-:4:1",
		"-: bad-target: line exceeds 64 KiB: want one URL or one path <-:6",
	})
}

// endless gives blank lines for ever.
type endless struct{}

func (endless) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = ' '
	}
	into[0] = '\n'
	return len(into), nil
}

func TestAListWithoutEndIsCut(t *testing.T) {
	plan := planOf(t, nil, Request{Lists: []string{"-"}, Stdin: endless{}})
	if len(plan.Problems) != 1 || plan.Problems[0].Kind != inventory.ProblemTooLarge {
		t.Errorf("gaps %q, want one that says it is too large", describeGaps(plan.Problems))
	}
}

func TestAListThatBreaksOffKeepsWhatItSaid(t *testing.T) {
	r := io.MultiReader(strings.NewReader("https://a.example.com\n"), iotest.ErrReader(errors.New("device not ready")))
	plan := planOf(t, nil, Request{Lists: []string{"-"}, Stdin: r})
	wantLines(t, "targets", describeTargets(plan), []string{"url https://a.example.com <-:1:1"})
	wantLines(t, "gaps", describeGaps(plan.Problems), []string{"-: unreadable: list breaks off: device not ready <-:2"})
}
