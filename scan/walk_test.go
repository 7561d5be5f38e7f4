package scan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What nothing recognises is counted where a folder held it, and is a gap where
// somebody named it.
func TestUnrecognisedFiles(t *testing.T) {
	const unrecognised = ": unrecognised: nothing here recognises this file: want a key set, a JWK, provider metadata, a captured response, a HAR archive or a consumer configuration"
	files := map[string]string{
		"d/package.json": `{"name": "left-pad"}`, "d/notes.md": "not looked at", "d/broken.json": "{",
		"list.txt": "d/package.json\n", "c.yaml": "# a comment\n" + istio("corp", rule{issuer: "x", keySet: "https://keys.example.com/jwks"}),
	}
	for _, test := range []struct {
		name    string
		request Request
		count   int
		gaps    []string
	}{
		{"in a folder", Request{Args: []string{"d"}}, 2, nil},
		{"in a folder of configurations everything is looked at", Request{Consumers: []string{"d"}}, 3, nil},
		{"in a folder in both roles they count once", Request{Args: []string{"d"}, Consumers: []string{"d"}}, 3, nil},
		{"named", Request{Args: []string{"d/package.json"}}, 0, []string{"d/package.json" + unrecognised + " <d/package.json:1:1"}},
		{"named by a list", Request{Lists: []string{"list.txt"}}, 0, []string{"d/package.json" + unrecognised + " <list.txt:1:1"}},
		{"named as a configuration", Request{Consumers: []string{"d/package.json"}}, 0, []string{"d/package.json" + unrecognised + " <d/package.json"}},
		{"in a folder and named", Request{Args: []string{"d", "d/package.json"}}, 1, []string{"d/package.json" + unrecognised + " <d/package.json:1:1"}},
		{"named in both roles, and a configuration", Request{Args: []string{"c.yaml"}, Consumers: []string{"c.yaml"}}, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(t, files, test.request)
			wantLines(t, "gaps", describeGaps(plan.Problems), test.gaps)
			if plan.Skipped.Unrecognised != test.count {
				t.Errorf("%d counted, want %d", plan.Skipped.Unrecognised, test.count)
			}
		})
	}
}

// What is recognised and cannot be read is a gap that says where and what to do,
// and hides nothing else.
func TestBrokenInputIsAGap(t *testing.T) {
	secret := "hunter2"
	for _, test := range []struct {
		name    string
		files   map[string]string
		request Request
		gap     string
	}{
		{"a path that is not there", nil, Request{Args: []string{"./missing.json"}},
			"./missing.json: bad-target: no such file or folder <command line"},
		{"a variable that is not set", nil, Request{Args: []string{""}},
			": bad-target: target is empty: want a URL or a path <command line"},
		{"another scheme", nil, Request{Args: []string{"ftp://idp.example.com"}},
			"ftp://idp.example.com: bad-target: has another scheme, want https or http <command line"},
		{"slashes that were lost", nil, Request{Args: []string{"https:/idp.example.com"}},
			"https:/idp.example.com: bad-target: lacks // after https: <command line"},
		{"a URL without end", nil, Request{Args: []string{"https://idp.example.com/" + strings.Repeat("a", 5000)}},
			"https://idp.example.com/" + strings.Repeat("a", 176) + "...: bad-target: is 5024 octets long: want at most 4096 <command line"},
		{"a password", nil, Request{Args: []string{"https://admin:" + secret + "@idp.example.com"}},
			"https://***@idp.example.com: bad-target: holds a user name or password: bind a credential with --header instead <command line"},
		{"a password that breaks the URL", nil, Request{Args: []string{"admin:" + secret + "/x?@idp.example.com"}},
			"***@idp.example.com: bad-target: is neither an existing path nor a URL <command line"},
		{"a password before a scheme", nil, Request{Args: []string{"admin:" + secret + "@https://idp.example.com"}},
			"***@https://idp.example.com: bad-target: has another scheme, want https or http <command line"},
		{"a capture without a status line", map[string]string{"d/a.http": "{}"}, Request{Args: []string{"d"}},
			"d/a.http: unreadable: has no status line such as \"HTTP/1.1 200 OK\" before its header: save it with `curl -si URL` <d/a.http:1:1"},
		{"a capture with a bad status", map[string]string{"a.txt": "HTTP/1.1 OK\n\n"}, Request{Args: []string{"a.txt"}},
			"a.txt: unreadable: has a status line without a status from 100 to 999: save it with `curl -si URL` <a.txt:1:1"},
		{"a gzip body that breaks off", map[string]string{"a.http": "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped(keySetA)[:30]}, Request{Args: []string{"a.http"}},
			"a.http: unreadable: its gzip body is damaged: save it again, with `curl --compressed` <a.http:1:1"},
		{"a gzip body that never ends", map[string]string{"a.http": "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped(strings.Repeat(" ", maxFile+1))}, Request{Args: []string{"a.http"}},
			"a.http: unreadable: its body exceeds 2 MiB after decompression <a.http:1:1"},
		{"an archive that breaks off", map[string]string{"d/a.har": `{"log": {`}, Request{Args: []string{"d"}},
			"d/a.har: unreadable: is not the JSON of a HAR 1.2 archive: save it again <d/a.har:1:1"},
		{"an archive of nothing", map[string]string{"a.har": har()}, Request{Args: []string{"a.har"}},
			"a.har: unreadable: holds no GET that was answered, want at least one <a.har:1:1"},
		{"a key set without end", map[string]string{"a.json": keySetA + strings.Repeat(" ", maxFile)}, Request{Args: []string{"a.json"}},
			"a.json: too-large: file exceeds 2 MiB <a.json"},
		{"a configuration that is no YAML", map[string]string{"c.yaml": "kind: RequestAuthentication\nspec: {jwtRules: [{issuer: x, jwksUri: https://x.example.com"}, Request{Consumers: []string{"c.yaml"}},
			"c.yaml: unreadable: bears the signs of istio but cannot be read: "},
		{"a key set URL that is none", map[string]string{"c.yaml": istio("corp", rule{issuer: "x", keySet: "file://admin:" + secret + "@keys.example.com/jwks"})}, Request{Consumers: []string{"c.yaml"}},
			"file://keys.example.com/jwks: bad-target: is trusted by a consumer and is not an absolute http or https URL without credentials: its keys cannot be looked at <c.yaml:6:14"},
		{"an issuer that says nothing of its keys", map[string]string{"c.yaml": istio("corp", rule{issuer: "corp-tokens"})}, Request{Consumers: []string{"c.yaml"}},
			"corp-tokens: bad-target: is trusted by a consumer and is not an absolute http or https URL without credentials: its keys cannot be looked at <c.yaml:5:13"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"good.json": keySetB}
			for name, text := range test.files {
				files[name] = text
			}
			test.request.Args = append(test.request.Args, "good.json")
			plan := planOf(t, files, test.request)
			gaps := describeGaps(plan.Problems)
			if len(gaps) != 1 || !strings.HasPrefix(gaps[0], test.gap) || strings.Contains(gaps[0], secret) {
				t.Errorf("gaps %q, want one: %q", gaps, test.gap)
			}
			wantLines(t, "targets", describeTargets(plan), []string{"keys file good.json <good.json:1:1"})
		})
	}
}

func TestFoldersAreWalkedInOrder(t *testing.T) {
	dir := folder(t, map[string]string{
		"work/d/b.json": keySetA, "work/d/a/z.JWKS": keySetB, "work/d/big.json": keySetA + strings.Repeat(" ", maxFile),
		"work/d/.git/x.json": keySetA, "work/d/node_modules/x.json": keySetA, "work/d/vendor/x.json": keySetA,
		"work/d/readme.md": keySetA, "elsewhere/c.json": keySetA,
	})
	for link, to := range map[string]string{"work/d/link.json": "b.json", "work/linked": "d"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	skipped := Skipped{Symlinks: 1, Large: 1, Folders: 3}
	for _, test := range []struct {
		name, arg string
		want      []string
		skipped   Skipped
	}{
		{"a folder", "d", []string{"d/a/z.JWKS", "d/b.json"}, skipped},
		{"the working folder", ".", []string{"d/a/z.JWKS", "d/b.json"}, Skipped{Symlinks: 2, Large: 1, Folders: 3}},
		{"an absolute path below the working folder", filepath.Join(dir, "work", "d"), []string{"d/a/z.JWKS", "d/b.json"}, skipped},
		{"a link that is named itself", "linked", []string{"linked/a/z.JWKS", "linked/b.json"}, skipped},
		{"a linked file that is named itself", "d/link.json", []string{"d/link.json"}, Skipped{}},
		{"a skipped folder that is named itself", "d/vendor", []string{"d/vendor/x.json"}, Skipped{}},
		{"a path above the working folder", "../elsewhere", []string{"../elsewhere/c.json"}, Skipped{}},
		{"an absolute path elsewhere", filepath.Join(dir, "elsewhere"), []string{filepath.ToSlash(filepath.Join(dir, "elsewhere", "c.json"))}, Skipped{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := NewPlan(Request{Dir: filepath.Join(dir, "work"), Args: []string{test.arg, test.arg}, Now: now()})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, target := range plan.Targets {
				got = append(got, target.File)
			}
			wantLines(t, "files", got, test.want)
			if plan.Skipped != test.skipped {
				t.Errorf("skipped %+v, want %+v", plan.Skipped, test.skipped)
			}
		})
	}
}

// Small files that are large when they are read exhaust nothing.
func TestWhatIsHeldIsBounded(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.http": "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped(keySetA+strings.Repeat(" ", 1<<20)),
		"b.json": keySetB,
		"c.yaml": istio("corp", rule{issuer: "x", keySet: "https://keys.example.com/jwks"}),
	})
	p := newPlanner(Request{Dir: dir, Now: now()})
	p.room = 1 << 20
	plan, err := p.run(Request{Args: []string{"b.json", "a.http"}, Consumers: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	wantLines(t, "targets", describeTargets(plan), []string{"keys file b.json <b.json:1:1"})
	wantLines(t, "gaps", describeGaps(plan.Problems), []string{
		"a.http: too-large: files exceed 512 MiB in all: scan fewer at a time <a.http:1:1",
		"c.yaml: too-large: files exceed 512 MiB in all: scan fewer at a time <c.yaml",
	})
}
