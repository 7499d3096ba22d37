// Package recipe determines what an image is built from: its Dockerfile, the files that it copies, and a hash of both.
package recipe

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"hadash/stack/compose"
)

// DockerfileInside is the Dockerfile's name in the context: the original may be outside of it.
const DockerfileInside = ".hadash.Dockerfile"

// Recipe is an image to build, with all its inputs.
type Recipe struct {
	Image    string
	Target   string
	Args     map[string]string
	Context  []byte // the Dockerfile and the files it copies, as a tar archive
	Inputs   string // hash of all this
	FirstRun string
	OnBase   bool     // it is built on HADASH_BASE
	GoStage  *GoStage // how to build its program without the compiling stage; nil = impossible
}

// New reads everything that an image is built from. baseChosen reports that the user chose the base image: then a
// different base makes a different image. A base that hadash found does not.
func New(s compose.Service, baseChosen bool) (Recipe, error) {
	r := Recipe{Image: s.Image, Target: s.Target, Args: s.Args}
	if s.Exotic {
		return r, ErrNotPlain
	}
	path := s.Dockerfile
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.Context, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	d, err := parse(string(text))
	if err != nil {
		return r, fmt.Errorf("%s: %w", path, err)
	}
	r.GoStage = goStageOf(string(text))
	r.FirstRun, r.OnBase = d.firstRun, bytes.Contains(text, []byte("HADASH_BASE"))
	if r.Context, err = Pack(s.Context, text, d.sources); err != nil {
		return r, err
	}
	hash := sha256.New()
	hash.Write(r.Context)
	fmt.Fprintf(hash, "target=%q\n", s.Target)
	for _, key := range slices.Sorted(maps.Keys(s.Args)) {
		if key != "HADASH_BASE" || baseChosen {
			fmt.Fprintf(hash, "%s=%q\n", key, s.Args[key])
		}
	}
	r.Inputs = hex.EncodeToString(hash.Sum(nil))
	return r, nil
}
