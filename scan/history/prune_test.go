package history

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestPruneKeepsWhatIsLater(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, looks := open(t, place), year(t)
		record(t, s, looks...)
		record(t, s, Look{"https://gone.example.com/jwks", fetched(day(1), keySet(t, "gone"))})
		before := timeline(t, s, address, ever()).Polls
		forgotten, err := s.Prune(t.Context(), day(200))
		if err != nil {
			t.Fatal(err)
		}
		kept := slices.DeleteFunc(slices.Clone(before), func(p inventory.Poll) bool { return p.Time.Before(day(200)) })
		if want := len(before) - len(kept) + 1; forgotten != want {
			t.Errorf("%d polls forgotten, want %d", forgotten, want)
		}
		if got := timeline(t, s, address, ever()).Polls; len(got) != len(kept) || !got[0].Time.Equal(kept[0].Time) {
			t.Errorf("%d polls from %s are kept, want %d from %s", len(got), got[0].Time, len(kept), kept[0].Time)
		}
		stat, err := s.Stat(t.Context())
		if err != nil || stat.Endpoints != 1 || stat.Polls != len(kept) || stat.KeySets != 3 || stat.Metadata != 1 || stat.Octets == 0 {
			t.Errorf("%+v, %v, want one endpoint, %d polls, three key sets and one metadata document", stat, err, len(kept))
		}
		if again, err := s.Prune(t.Context(), day(200)); again != 0 || err != nil {
			t.Errorf("again, %d, %v", again, err)
		}
		if added := record(t, s, looks...); added != forgotten-1 {
			t.Errorf("after all is recorded again %d are new, want %d", added, forgotten-1)
		}
	})
}

func TestPruneNeverForgetsExposure(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s, leaked := open(t, place), keySet(t, "a")
		leaked.Keys[0].Private = []inventory.PrivateMember{{Name: "d", Octets: 256, Matches: true}}
		record(t, s, Look{address, fetched(day(1), leaked)})
		if _, err := s.Prune(t.Context(), day(10)); err != nil {
			t.Fatal(err)
		}
		want := inventory.Timeline{URL: address, Exposed: map[string]time.Time{leaked.Keys[0].Thumbprint: day(1)}}
		if got := timeline(t, s, address, ever()); !reflect.DeepEqual(*got, want) {
			t.Errorf("%+v, want %+v", *got, want)
		}
	})
}

func TestTheLastScanIsRemembered(t *testing.T) {
	onBoth(t, func(t *testing.T, place string) {
		s := open(t, place)
		scan := func(n int, fingerprints ...string) Scan {
			scan := Scan{Scope: "fleet", Time: day(n)}
			for _, f := range fingerprints {
				scan.Findings = append(scan.Findings, Finding{f, address, json.RawMessage(`{"n": 1}`)})
			}
			return scan
		}
		for _, one := range []Scan{scan(3, "a", "b"), scan(5, "b", "c"), scan(4, "d"), {Time: day(9)}} {
			if err := s.SaveScan(t.Context(), one); err != nil {
				t.Fatal(err)
			}
		}
		for scope, want := range map[string]*Scan{"fleet": new(scan(5, "b", "c")), "": {Time: day(9)}, "none": nil} {
			if got, err := s.LastScan(t.Context(), scope); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("scope %q: %+v, %v, want %+v", scope, got, err, want)
			}
		}
		if err := s.SaveScan(t.Context(), scan(6, "twice", "twice")); err == nil {
			t.Error("a fingerprint twice is saved")
		}
		if got, err := s.LastScan(t.Context(), "fleet"); err != nil || len(got.Findings) != 2 || !got.Time.Equal(day(5)) {
			t.Errorf("after a scan that could not be saved, %+v, %v", got, err)
		}
	})
}
