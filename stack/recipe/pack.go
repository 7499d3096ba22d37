package recipe

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Pack makes a build context of some files and directories. The same files always give the same bytes, whatever their
// times and owners.
func Pack(dir string, dockerfile []byte, sources []string) ([]byte, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := packBytes(w, DockerfileInside, dockerfile); err != nil {
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

// packBytes adds a file that is not on disk.
func packBytes(w *tar.Writer, name string, text []byte) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
		return err
	}
	_, err := w.Write(text)
	return err
}

// packTree adds a file, or a directory with its contents.
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
