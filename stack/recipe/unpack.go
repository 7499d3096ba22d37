package recipe

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path"
)

// Unpack writes the files of a build context made by Pack.
func Unpack(context []byte, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for r := tar.NewReader(bytes.NewReader(context)); ; {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = unpackOne(root, head, r)
		}
		if err != nil {
			return err
		}
	}
}

func unpackOne(root *os.Root, head *tar.Header, r io.Reader) error {
	name := path.Clean(head.Name)
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	switch head.Typeflag {
	case tar.TypeDir:
		return root.MkdirAll(name, 0o700)
	case tar.TypeSymlink:
		return root.Symlink(head.Linkname, name)
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	return errors.Join(err, file.Close())
}

// Pack makes the build context of the last stage only, with the compiled program.
func (g *GoStage) Pack(program string) ([]byte, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := packBytes(w, DockerfileInside, []byte(g.last)); err != nil {
		return nil, err
	}
	info, err := os.Stat(program)
	if err != nil {
		return nil, err
	}
	if err := packOne(w, program, path.Base(g.Program), info); err != nil {
		return nil, err
	}
	for _, dir := range g.dirs {
		head := &tar.Header{Typeflag: tar.TypeDir, Name: path.Base(dir) + "/", Mode: 0o755}
		if err := w.WriteHeader(head); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
