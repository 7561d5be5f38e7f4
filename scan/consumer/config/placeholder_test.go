package config

import "testing"

func TestPlaceholders(t *testing.T) {
	known := map[string]string{"host": "h", "nested": "${host}!", "loop": "${loop}", "open": "${elsewhere}"}
	shell := Placeholders{}
	spring := Placeholders{Colon: true, Lookup: func(name string) (string, bool) {
		v, ok := known[name]
		return v, ok
	}}
	cases := []struct {
		syntax     Placeholders
		text, want string
		answer     Answer
	}{
		{shell, "https://idp.example.com/jwks?x=1#y", "https://idp.example.com/jwks?x=1#y", Literal},
		{shell, `{"keys":[{"kty":"RSA"}]}`, `{"keys":[{"kty":"RSA"}]}`, Literal},
		{shell, "^[^@]+@example\\.com$", "^[^@]+@example\\.com$", Literal},
		{shell, "costs $5", "costs $5", Literal},
		{shell, "a < b > c", "a < b > c", Literal},

		{shell, "${VAR}", "${VAR}", Unresolved},
		{shell, "${VAR:-a}", "a", Defaulted},
		{shell, "${VAR-a}", "a", Defaulted},
		{shell, "${VAR:=a}", "a", Defaulted},
		{shell, "${VAR:a}", "a", Defaulted},
		{shell, "${VAR:?must be set}", "${VAR:?must be set}", Unresolved},
		{shell, "${VAR:+a}", "${VAR:+a}", Unresolved},
		{shell, "${VAR:0:5}", "${VAR:0:5}", Unresolved},
		{shell, "${AWS::Region}", "${AWS::Region}", Unresolved},
		{shell, "${var.host-name}", "${var.host-name}", Unresolved},
		{shell, "https://${HOST:-idp}.example.com/${REALM:-x}", "https://idp.example.com/x", Defaulted},
		{shell, "https://${HOST:-idp}.example.com/${REALM}", "https://${HOST:-idp}.example.com/${REALM}", Unresolved},
		{shell, "${A:-${B:-c}}", "c", Defaulted},
		{shell, "${never closed", "${never closed", Unresolved},
		{shell, "a {{ never closed", "a {{ never closed", Unresolved},
		{shell, "a {never closed <nor this @or that", "a {never closed <nor this @or that", Literal},
		{shell, "$(VAR)", "$(VAR)", Unresolved},
		{shell, "https://$HOST/", "https://$HOST/", Unresolved},
		{shell, "#{VAR}#", "#{VAR}#", Unresolved},
		{shell, "@project.version@", "@project.version@", Unresolved},
		{shell, "https://<your domain>/", "https://<your domain>/", Unresolved},
		{shell, "https://idp.example.com/{tenantid}/v2.0", "https://idp.example.com/{tenantid}/v2.0", Unresolved},

		{shell, "{{ .x }}", "{{ .x }}", Unresolved},
		{shell, `{{ .x | default "a" }}`, "a", Defaulted},
		{shell, `{{- .x | default "a" | quote -}}`, "a", Defaulted},
		{shell, `{{ default "a" .x }}`, "a", Defaulted},
		{shell, `{{ default 5 .x }}s`, "5s", Defaulted},
		{shell, `{{ x | default('a') }}`, "a", Defaulted},
		{shell, `{{ .x | default "a" | upper }}`, `{{ .x | default "a" | upper }}`, Unresolved},
		{shell, `{{ .x | default .y }}`, `{{ .x | default .y }}`, Unresolved},
		{shell, `{{ default "a" }}`, `{{ default "a" }}`, Unresolved},
		{shell, "{% if x %}a{% endif %}", "{% if x %}a{% endif %}", Unresolved},

		{spring, "${VAR:-a}", "-a", Defaulted},
		{spring, "${a-b:c:d}", "c:d", Defaulted},
		{spring, "${a:}", "", Defaulted},
		{spring, "https://${host}/", "https://h/", Defaulted},
		{spring, "${host:other}", "h", Defaulted},
		{spring, "${nested}", "h!", Defaulted},
		{spring, "${loop}", "${loop}", Unresolved},
		{spring, "${open}", "${open}", Unresolved},
		{spring, "${open:a}", "${open:a}", Unresolved},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, answer := c.syntax.Expand(c.text)
			if got != c.want || answer != c.answer {
				t.Errorf("%q (%d), want %q (%d)", got, answer, c.want, c.answer)
			}
		})
	}
}

func TestPlainPlaceholdersHaveNoDefault(t *testing.T) {
	p := Placeholders{Plain: true, Lookup: func(name string) (string, bool) { return "found", name == "var.a" }}
	for text, want := range map[string]Answer{
		"${var.a}/b": Defaulted, "${var.c}": Unresolved, `${var.a ? "b" : "c"}`: Unresolved, "${var.c-d}": Unresolved, "b": Literal,
	} {
		if got, answer := p.Expand(text); answer != want {
			t.Errorf("%s: %q, answer %d, want %d", text, got, answer, want)
		}
	}
}
