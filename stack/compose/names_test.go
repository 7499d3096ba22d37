package compose

import (
	"cmp"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hadash/stack/testdir"
)

// The project's name or the error is that of `docker compose config`.
func TestComposeNames(t *testing.T) {
	tests := map[string]struct {
		files map[string]string // "" = lab/compose.yaml; the directory is lab
		env   map[string]string
		flag  string // --project
		file  string // --file
		want  string
		err   string // part of it
	}{
		"of the directory":     {files: map[string]string{"": some}, want: "lab"},
		"byte-order mark":      {files: map[string]string{"": "\ufeffname: marked\n" + some}, want: "marked"},
		"JSON":                 {files: map[string]string{"": `{"name": "json", "services": {}}`}, want: "json"},
		"in one line":          {files: map[string]string{"": "{name: flow, services: {}}"}, want: "flow"},
		"capitals":             {files: map[string]string{"": "name: My.Lab\n" + some}, want: "mylab"},
		"two documents":        {files: map[string]string{"": "name: first\n" + some + "---\nname: second\n"}, want: "second"},
		"an anchor":            {files: map[string]string{"": "x-n: &n anchored\nname: *n\n" + some}, want: "anchored"},
		"of a nested key":      {files: map[string]string{"": "x-a:\n  name: no\n" + some}, want: "lab"},
		"default":              {files: map[string]string{"": "name: ${A:-fallback}\n" + some}, want: "fallback"},
		"nested defaults":      {files: map[string]string{"": "name: ${A:-${B:-deep}}-x\n" + some}, want: "deep-x"},
		"alternative":          {files: map[string]string{"": "name: ${A:+set}x\n" + some}, env: map[string]string{"A": "1"}, want: "setx"},
		"escaped":              {files: map[string]string{"": "name: a$${B}\n" + some}, want: "ab"},
		"required":             {files: map[string]string{"": "name: ${WHO:?say who}\n" + some}, err: "required variable WHO is missing a value: say who"},
		"required and there":   {files: map[string]string{"": "name: ${WHO:?say who}\n" + some}, env: map[string]string{"WHO": "me"}, want: "me"},
		"required elsewhere":   {files: map[string]string{"": "services: {a: {image: \"${IMAGE:?which}\"}}\n"}, err: "required variable IMAGE is missing a value: which"},
		".env expands":         {files: map[string]string{"": "name: $B\n" + some, ".env": "A=one\nB=\"${A}-two\"\n"}, want: "one-two"},
		".env does not expand": {files: map[string]string{"": "name: x$B\n" + some, ".env": "A=one\nB='${A}'\n"}, want: "xa"},
		".env names it":        {files: map[string]string{"": "name: no\n" + some, ".env": "COMPOSE_PROJECT_NAME=mine\n"}, want: "mine"},
		".env names the file":  {files: map[string]string{"": "name: no\n" + some, ".env": "COMPOSE_FILE=b.yaml\n", "b.yaml": "name: b\n" + some}, want: "b"},
		".env is left out":     {files: map[string]string{"": "name: ${A:-none}\n" + some, ".env": "A=one\n"}, env: map[string]string{"COMPOSE_DISABLE_ENV_FILE": "1"}, want: "none"},
		".env of another name": {files: map[string]string{"": "name: $A\n" + some, "x.env": "A=one\n"}, env: map[string]string{"COMPOSE_ENV_FILES": "x.env"}, want: "one"},
		"a name it refuses":    {files: map[string]string{"": some}, env: map[string]string{"COMPOSE_PROJECT_NAME": "My Lab"}, err: `invalid project name "My Lab"`},
		"a flag it refuses":    {files: map[string]string{"": some}, flag: "My Lab", err: `invalid project name "My Lab"`},
		"override":             {files: map[string]string{"": "name: a\n" + some, "compose.override.yaml": "name: b\n"}, want: "b"},
		"two names, two files": {files: map[string]string{"a.yaml": "name: a\n" + some, "b.yaml": some}, file: "a.yaml:b.yaml", want: "a"},
		"another separator":    {files: map[string]string{"a.yaml": some, "b.yaml": "name: b\n"}, env: map[string]string{"COMPOSE_PATH_SEPARATOR": ",", "COMPOSE_FILE": "a.yaml,b.yaml"}, want: "b"},
		"a file that includes": {files: map[string]string{"": "name: top\ninclude: [b.yaml]\n" + some, "b.yaml": "name: b\nservices: {x: {image: x}}\n"}, want: "top"},
		"includes what is not": {files: map[string]string{"": "include: [b.yaml]\n" + some}, err: "b.yaml"},
		"includes itself":      {files: map[string]string{"": "include: [compose.yaml]\n" + some}, err: "cycle"},
		"not a map":            {files: map[string]string{"": "- a\n- b\n"}, err: "compose.yaml"},
		"not YAML":             {files: map[string]string{"": "name: [\n"}, err: "compose.yaml"},
		"empty":                {files: map[string]string{"": ""}, err: "empty compose file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			testdir.NoCompose(t)
			for k, v := range test.env {
				t.Setenv(k, v)
			}
			files := map[string]string{}
			for file, text := range test.files {
				files[filepath.Join("lab", cmp.Or(file, "compose.yaml"))] = text
			}
			testdir.Lay(t, "lab", files)
			got, err := Find(t.Context(), test.flag, test.file)
			switch {
			case test.err == "" && (err != nil || got.Project != test.want):
				t.Errorf("got %q, %v, want %q", got.Project, err, test.want)
			case test.err != "" && (!errors.Is(err, ErrBadFile) || !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "\n")):
				t.Errorf("got %q, %v, want %q in one line", got.Project, err, test.err)
			}
		})
	}
}
