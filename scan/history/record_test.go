package history

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// year is what a year of polls of one endpoint may look like: rotations, a replica
// that returns to an old set, failures, several vantages, times off the second.
func year(t testing.TB) (looks []Look) {
	metadata := &inventory.Discovery{Issuer: "https://idp.example.com", JWKSURI: address, Members: []string{"issuer", "jwks_uri"}}
	sets := []*inventory.KeySet{keySet(t, "a", "b"), keySet(t, "b", "c"), keySet(t, "c")}
	for n := range 365 {
		poll := fetched(day(n).Add(time.Duration(n%7)*time.Second), sets[n/150])
		switch {
		case n%50 == 9:
			poll = inventory.Poll{Time: day(n), Failed: true, Problem: inventory.ProblemTimeout}
		case n%50 == 10:
			poll = inventory.Poll{Time: day(n), Failed: true, Problem: inventory.ProblemStatus, Status: 503, Caching: inventory.Header{}}
		case n%40 == 3:
			poll.Keys = sets[0]
			poll.Time = poll.Time.Add(1234567 * time.Nanosecond)
		case n%30 == 0:
			poll.Metadata = metadata
			poll.Caching = nil
		}
		if n%3 == 1 {
			poll.Vantage = "elsewhere"
		}
		looks = append(looks, Look{address, poll})
	}
	return looks
}

func TestWhatWasRecordedIsRead(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, looks := open(t, place), year(t)
		if added := record(t, s, looks...); added != len(looks) {
			t.Errorf("%d are new, want %d", added, len(looks))
		}
		got := timeline(t, s, address, ever()).Polls
		if len(got) != len(looks) {
			t.Fatalf("%d polls, want %d", len(got), len(looks))
		}
		newest := map[string]*inventory.Discovery{}
		for i, look := range looks {
			want := look.Poll
			if want.Metadata == nil {
				want.Metadata = newest[want.Vantage]
			}
			newest[want.Vantage] = want.Metadata
			if !reflect.DeepEqual(got[i], want) {
				t.Errorf("poll %d is\n%+v, want\n%+v", i, got[i], want)
			}
		}
	})
}

func TestPollsOfOneSetShareIt(t *testing.T) {
	s := open(t, t.TempDir()+"/history.db")
	record(t, s, Look{address, fetched(day(0), keySet(t, "a"))}, Look{address, fetched(day(1), keySet(t, "a", "b"))})
	record(t, s, Look{address, fetched(day(2), keySet(t, "a"))})
	polls := timeline(t, s, address, ever()).Polls
	if polls[0].Keys != polls[2].Keys || polls[0].Keys == polls[1].Keys {
		t.Errorf("the sets are %p, %p and %p, want the first and the last to be one", polls[0].Keys, polls[1].Keys, polls[2].Keys)
	}
}

// TestOrderDoesNotMatter records the same polls in several orders and batches, some
// of them more than once.
func TestOrderDoesNotMatter(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		looks := year(t)
		random := rand.New(rand.NewPCG(1, 2))
		s := open(t, place)
		shuffled := slices.Clone(looks)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		added := 0
		for batch := range slices.Chunk(shuffled, 50) {
			added += record(t, s, batch...)
			added += record(t, s, batch[:10]...)
		}
		if added != len(looks) {
			t.Errorf("%d are new, want %d", added, len(looks))
		}
		straight := open(t, t.TempDir()+"/straight.db")
		record(t, straight, looks...)
		if got, want := timeline(t, s, address, ever()), timeline(t, straight, address, ever()); !reflect.DeepEqual(got, want) {
			t.Error("another order gives another timeline")
		}
	})
}

func TestTimelineEndsWhenItIsToldTo(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, set := open(t, place), keySet(t, "a")
		for n := range 10 {
			record(t, s, Look{address, fetched(day(n), set)})
		}
		for until, want := range map[time.Time]int{day(0).Add(-1): 0, day(0): 1, day(5): 6, day(6).Add(-1): 6, ever(): 10, {}: 0} {
			if got := len(timeline(t, s, address, until).Polls); got != want {
				t.Errorf("%d polls until %s, want %d", got, until, want)
			}
		}
	})
}

func TestManyPollsOfOneTime(t *testing.T) {
	s, set := open(t, t.TempDir()+"/history.db"), keySet(t, "a")
	var looks []Look
	for n := range 200 {
		poll := fetched(day(n/190), set)
		poll.Caching["Age"] = []string{string(rune('1'+n%9)) + string(rune('0'+n%10))}
		looks = append(looks, Look{address, poll})
	}
	added := record(t, s, looks...)
	if again := record(t, s, looks...); again != 0 {
		t.Errorf("again, %d are new, want none", again)
	}
	if got := len(timeline(t, s, address, ever()).Polls); got != added {
		t.Errorf("%d polls, of which %d were new", got, added)
	}
}

func TestLatestIsTheNewestThatGotKeys(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, set := open(t, place), keySet(t, "a")
		if none, err := s.Latest(t.Context(), address, ""); none != nil || err != nil {
			t.Errorf("an empty history gives %v, %v", none, err)
		}
		elsewhere := fetched(day(3), keySet(t, "b"))
		elsewhere.Vantage = "elsewhere"
		record(t, s,
			Look{address, fetched(day(0), set)}, Look{address, fetched(day(1), set)}, Look{address, elsewhere},
			Look{address, inventory.Poll{Time: day(2), Failed: true, Problem: inventory.ProblemTimeout}})
		got, err := s.Latest(t.Context(), address, "")
		if want := fetched(day(1), set); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	})
}

func TestEndpointsAreListed(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, set := open(t, place), keySet(t, "a")
		const moved, other = "https://b.example.com/jwks", "https://A.example.com/jwks"
		issued := func(at string, by string, n int) Look {
			poll := fetched(day(n), set)
			poll.Metadata = &inventory.Discovery{Issuer: by, JWKSURI: at}
			return Look{at, poll}
		}
		record(t, s, issued(moved, "https://x.example.com", 1), issued(address, "https://x.example.com", 0), issued(other, "\x00", 0))
		all, err := s.Endpoints(t.Context())
		if want := []string{other, moved, address}; err != nil || !slices.Equal(all, want) {
			t.Errorf("%q, %v, want %q", all, err, want)
		}
		of, err := s.EndpointsOf(t.Context(), "https://x.example.com")
		if want := []string{moved, address}; err != nil || !slices.Equal(of, want) {
			t.Errorf("%q, %v, want %q", of, err, want)
		}
	})
}

func TestLooksThatCannotBeRememberedAreRefused(t *testing.T) {
	s := open(t, t.TempDir()+"/history.db")
	for _, look := range []Look{
		{"", fetched(day(0), keySet(t, "a"))},
		{"file:///etc/passwd", fetched(day(0), keySet(t, "a"))},
		{"https://user:canary@idp.example.com/jwks", fetched(day(0), keySet(t, "a"))},
		{address, inventory.Poll{Failed: true}},
		{address, inventory.Poll{Failed: true, Time: day(1_000_000)}},
	} {
		if _, err := s.Record(t.Context(), []Look{{address, fetched(day(0), keySet(t, "a"))}, look}); err == nil {
			t.Errorf("%q at %s is recorded", look.URL, look.Poll.Time)
		}
	}
	if all, err := s.Endpoints(t.Context()); len(all) > 0 || err != nil {
		t.Errorf("refused batches left %q, %v", all, err)
	}
}

func TestExposureIsRemembered(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s := open(t, place)
		leaked := keySet(t, "a", "b")
		leaked.Keys[1].Private = []inventory.PrivateMember{{Name: "d", Octets: 256, Matches: true}}
		claimed := keySet(t, "a", "b")
		claimed.Keys[0].Private = []inventory.PrivateMember{{Name: "d", Octets: 256}}
		for _, n := range []int{5, 3, 8} {
			record(t, s, Look{address, fetched(day(n), leaked)}, Look{address, fetched(day(n).Add(time.Hour), claimed)})
		}
		if got := timeline(t, s, address, day(2)).Exposed; len(got) != 0 {
			t.Errorf("before it happened, %v", got)
		}
		want := map[string]time.Time{leaked.Keys[1].Thumbprint: day(3)}
		if got := timeline(t, s, address, ever()).Exposed; !reflect.DeepEqual(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

// TestNothingOfAPollIsLost fills every field, also those that come to be added.
func TestNothingOfAPollIsLost(t *testing.T) {
	full := fetched(day(0), keySet(t, "a"))
	full.Vantage, full.Failed, full.Problem, full.Size = "here", true, inventory.ProblemStatus, 1234
	full.Metadata = &inventory.Discovery{Issuer: "https://idp.example.com"}
	full.Caching = inventory.Header{}
	for _, name := range inventory.CachingFields() {
		full.Caching.Add(name, "value of "+name)
	}
	for field, value := range reflect.ValueOf(full).Fields() {
		if value.IsZero() {
			t.Errorf("%s is not filled: fill it here", field.Name)
		}
	}
	s := open(t, t.TempDir()+"/history.db")
	record(t, s, Look{address, full})
	copied := open(t, t.TempDir()+"/copy.db")
	importing(t, copied, export(t, s))
	for _, store := range []*Store{s, copied} {
		if got := timeline(t, store, address, ever()).Polls; len(got) != 1 || !reflect.DeepEqual(got[0], full) {
			t.Errorf("%+v, want %+v", got, full)
		}
	}
}

func TestLooksThatAskedForNothingAreNoPolls(t *testing.T) {
	metadata := &inventory.Document[inventory.Discovery]{Response: inventory.Response{Time: day(1)}, Value: &inventory.Discovery{Issuer: "https://idp.example.com"}}
	failed := func(kind inventory.ProblemKind) *inventory.Document[inventory.KeySet] {
		return &inventory.Document[inventory.KeySet]{Problem: &inventory.Problem{Kind: kind}}
	}
	endpoint := &inventory.Endpoint{URL: address, Observations: []*inventory.Observation{
		{Time: day(0)},
		{Time: day(0), Keys: failed(inventory.ProblemOffline)},
		{Time: day(0), Keys: failed(inventory.ProblemInterrupted), Metadata: metadata},
		{Time: day(2), Keys: failed(inventory.ProblemTimeout)},
		{Time: day(3), Keys: &inventory.Document[inventory.KeySet]{Value: keySet(t, "a")}},
	}}
	s := open(t, t.TempDir()+"/history.db")
	if added := record(t, s, LooksAt(endpoint)...); added != 3 {
		t.Errorf("%d looks are remembered, want the metadata and two polls", added)
	}
	polls := timeline(t, s, address, ever()).Polls
	if len(polls) != 2 || polls[0].Problem != inventory.ProblemTimeout || polls[1].Keys == nil {
		t.Fatalf("%+v, want two polls", polls)
	}
	for _, poll := range polls {
		if poll.Metadata == nil || poll.Metadata.Issuer != "https://idp.example.com" {
			t.Errorf("a poll has the metadata %+v", poll.Metadata)
		}
	}
	endpoint.URL = ""
	if looks := LooksAt(endpoint); len(looks) > 0 {
		t.Errorf("an endpoint without a URL gives %+v", looks)
	}
}

// TestTimesBeyondJSONLoseNothing records a certificate from before the year 0 to after 9999.
func TestTimesBeyondJSONLoseNothing(t *testing.T) {
	s, set := open(t, t.TempDir()+"/history.db"), keySet(t, "a", "b")
	late := time.Date(10000, 1, 1, 0, 59, 59, 0, time.UTC)
	set.Keys[1].Certificates = []inventory.Certificate{{NotBefore: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: late}}
	record(t, s, Look{address, fetched(day(0), keySet(t, "c"))}, Look{address, fetched(day(1), set)})
	polls := timeline(t, s, address, ever()).Polls
	if len(polls) != 2 || polls[1].Keys.Keys[1].Certificates[0].NotBefore.Year() != 0 || polls[1].Keys.Keys[1].Certificates[0].NotAfter.Year() != 9999 {
		t.Errorf("%+v", polls)
	}
	if !set.Keys[1].Certificates[0].NotAfter.Equal(late) {
		t.Error("recording changed the key set")
	}
}
