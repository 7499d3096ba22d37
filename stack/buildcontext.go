package stack

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"hadash/stack/compose"
)

// dockerfileInside is the Dockerfile's name in the context: it may come from outside of it.
const dockerfileInside = ".hadash.Dockerfile"

// build is one image to be made, and everything that goes into it.
type build struct {
	image    string
	target   string
	args     map[string]string
	tar      []byte // the Dockerfile and the files it copies
	inputs   string // hash of all this
	firstRun string
	onBase   bool     // it is built on HADASH_BASE
	gostage  *goStage // how its program can be made without the image that compiles it; nil = not at all
	later    bool     // it is for the load: nobody waits for it yet
	compiled func()   // says that its program is made, or never will be; may be called again
}

// newBuild reads everything that an image is built from. baseChosen says that the user named the base
// image: then another one makes another image. The one that hadash found by itself does not.
func newBuild(s compose.Service, baseChosen bool) (build, error) {
	b := build{image: s.Image, target: s.Target, args: s.Args, compiled: func() {}}
	if s.Exotic {
		return b, errNotPlain
	}
	path := s.Dockerfile
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.Context, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return b, err
	}
	d, err := parseDockerfile(string(text))
	if err != nil {
		return b, fmt.Errorf("%s: %w", path, err)
	}
	b.gostage = goStageOf(string(text))
	b.firstRun, b.onBase = d.firstRun, bytes.Contains(text, []byte("HADASH_BASE"))
	if b.tar, err = pack(s.Context, text, d.sources); err != nil {
		return b, err
	}
	hash := sha256.New()
	hash.Write(b.tar)
	fmt.Fprintf(hash, "target=%q\n", s.Target)
	for _, key := range sortedKeys(s.Args) {
		if key != "HADASH_BASE" || baseChosen {
			fmt.Fprintf(hash, "%s=%q\n", key, s.Args[key])
		}
	}
	b.inputs = hex.EncodeToString(hash.Sum(nil))
	return b, nil
}

// pack makes a build context of some files and directories. The same files always give the same
// bytes, whenever they were written and by whom.
func pack(dir string, dockerfile []byte, sources []string) ([]byte, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := packBytes(w, dockerfileInside, dockerfile); err != nil {
		return nil, err
	}
	for _, source := range sources {
		paths, err := filepath.Glob(filepath.Join(dir, source))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("the Dockerfile copies %s, but %s has no such file", source, dir)
		}
		slices.Sort(paths)
		for _, path := range paths {
			if err := packTree(w, dir, path); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// packBytes adds a file that is not on the disk.
func packBytes(w *tar.Writer, name string, text []byte) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
		return err
	}
	_, err := w.Write(text)
	return err
}

// packTree adds a file, or a directory with all below it.
func packTree(w *tar.Writer, dir, path string) error {
	return filepath.WalkDir(path, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return packOne(w, path, filepath.ToSlash(name), info)
	})
}

func packOne(w *tar.Writer, path, name string, info fs.FileInfo) error {
	head := &tar.Header{Name: name, Mode: 0o644}
	if info.Mode()&0o100 != 0 {
		head.Mode = 0o755
	}
	switch {
	case info.IsDir():
		head.Typeflag, head.Name = tar.TypeDir, name+"/"
		return w.WriteHeader(head)
	case info.Mode()&fs.ModeSymlink != 0:
		link, err := os.Readlink(path)
		if err != nil {
			return err
		}
		head.Typeflag, head.Linkname = tar.TypeSymlink, link
		return w.WriteHeader(head)
	case !info.Mode().IsRegular():
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	head.Size = info.Size()
	if err := w.WriteHeader(head); err != nil {
		return err
	}
	_, err = io.CopyN(w, file, head.Size)
	return err
}
