package recipe

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/stack/testdir"
)

// Both our images with a Go program can be built from the compiled program, with the same last stage as in the
// Dockerfile.
func TestGoStageOfOurDockerfiles(t *testing.T) {
	want := map[string]*GoStage{
		"haproxy": nil, "nginx": nil, "mariadb": nil, "mysql": nil, "own": nil, "tools": nil,
		"profile": {Program: "/profile", Package: "./cmd/profile",
			last: "FROM scratch\nCOPY profile /profile\nUSER 65532:65532\nENTRYPOINT [\"/profile\"]\n"},
		"k6": {Program: "/k6", Package: ".", dirs: []string{"/summary"},
			last: "FROM scratch\nCOPY k6 /k6\nCOPY --chown=65532:65532 summary /summary\nUSER 65532:65532\nENV HOME=/tmp\nENTRYPOINT [\"/k6\"]\n"},
	}
	for name, want := range want {
		text, err := os.ReadFile(filepath.Join("../images", name, "Dockerfile"))
		if err != nil {
			t.Fatal(err)
		}
		got := goStageOf(string(text))
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("%s: got %+v\nwant %+v", name, got, want)
		}
	}
}

// A Dockerfile that does anything else is not treated as one of these: its image would not be the same.
func TestGoStageOfOthers(t *testing.T) {
	text := testdir.GoDockerfile
	if goStageOf(text) == nil {
		t.Fatal("the plain one is not known")
	}
	for old, other := range map[string]string{
		"AS build":               "AS other",
		"CGO_ENABLED=0":          "CGO_ENABLED=1",
		"GOTOOLCHAIN=local":      "GOTOOLCHAIN=local GOFLAGS=-tags=x",
		"-trimpath":              "-trimpath -tags x",
		"COPY go.mod ./":         "COPY go.mod sub/",
		"COPY src src":           "COPY src other",
		"golang-1.26-go":         "gcc",
		"RUN go build":           "RUN go generate && go build",
		"WORKDIR /src":           "WORKDIR /src\nARG X",
		"FROM scratch":           "FROM debian",
		"COPY --from=build /x /": "COPY --from=build /etc/passwd /",
		"USER 1":                 "RUN id",
		"USER 1:1":               "COPY src /src",
	} {
		if changed := strings.Replace(text, old, other, 1); changed == text || goStageOf(changed) != nil {
			t.Errorf("with %q in the place of %q it is taken for a plain one:\n%s", other, old, changed)
		}
	}
}
