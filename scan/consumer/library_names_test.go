package consumer

import "testing"

func TestAliasesAreOfLibraries(t *testing.T) {
	for _, names := range []map[string]string{libraryAliases(), libraryKeepers()} {
		for alias, name := range names {
			if len(librariesOf(name, "")) == 0 {
				t.Errorf("%s stands for %s, which is no library", alias, name)
			}
			if u := parseUse(alias); u.name != name {
				t.Errorf("%s is read as %+v, want %s", alias, u, name)
			}
		}
	}
}
