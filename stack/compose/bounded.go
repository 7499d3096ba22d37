package compose

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
)

const (
	maxFile   = 256 << 10            // bytes of a compose file or an included file
	readLimit = time.Second          // CPU time for reading all of them; ours takes 20 ms
	readWait  = 10                   // such limits at most, if other processes use the processor
	readIdle  = 5 * time.Millisecond // CPU time in one limit; less means that reading waits for something else
)

// bounded makes compose's library read a file and everything that it includes. A read that does not end in time (a
// pipe, a bomb) is abandoned, because the library cannot be stopped. A read that is slow only because the machine is
// busy may continue.
func bounded(ctx context.Context, file string, read func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				ended <- fmt.Errorf("compose's library cannot read it: %v", r)
			}
		}()
		ended <- read(ctx)
	}()
	err := await(ctx, ended)
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return badFile(fmt.Errorf("compose file %s: %w", file, err))
}

func await(ctx context.Context, ended <-chan error) error {
	tick := time.NewTicker(readLimit)
	defer tick.Stop()
	before := cpuTime()
	for range readWait {
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if had := cpuTime() - before; had < readIdle || had > readLimit*8/10 {
			break
		}
	}
	return fmt.Errorf("reading it, and what it includes, takes longer than %v", readLimit)
}

// plainFile rejects anything that is not a regular file, or is too large for one written by a person.
func plainFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", path)
	case info.Size() > maxFile:
		return fmt.Errorf("%s has %d bytes, more than the %d that hadash reads", path, info.Size(), maxFile)
	}
	return nil
}

func plainFiles(o *cli.ProjectOptions) error {
	for _, path := range o.ConfigPaths {
		if path == "-" {
			return errors.New("it cannot be read from standard input; name a file")
		}
		if err := plainFile(path); err != nil {
			return err
		}
	}
	return nil
}

func plainEnvFiles(o *cli.ProjectOptions) error {
	for _, path := range o.EnvFiles {
		if err := plainFile(path); err != nil {
			return err
		}
	}
	return nil
}

// guard rejects included or extended files that are not plain files. It leaves good files to the library's own loader,
// which comes next.
type guard struct {
	dirs []string // the directories of the files seen so far, to which names may be relative
}

// Accept reports whether path must not be read; Load then returns the error.
func (g *guard) Accept(path string) bool {
	if len(g.dirs) == 0 {
		cwd, _ := os.Getwd()
		g.dirs = []string{cwd}
	}
	for _, where := range g.candidates(path) {
		info, err := os.Stat(where)
		if err != nil {
			continue
		}
		if dir := filepath.Dir(where); !slices.Contains(g.dirs, dir) {
			g.dirs = append(g.dirs, dir)
		}
		if !info.IsDir() && plainFile(where) != nil {
			return true
		}
	}
	return false
}

func (g *guard) candidates(path string) (all []string) {
	if filepath.IsAbs(path) {
		return []string{path}
	}
	for _, dir := range g.dirs {
		all = append(all, filepath.Join(dir, path))
	}
	return all
}

// Load returns the reason why path must not be read.
func (g *guard) Load(_ context.Context, path string) (string, error) {
	for _, where := range g.candidates(path) {
		if err := plainFile(where); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return path, nil
}

// Dir is called only for results of Load.
func (g *guard) Dir(path string) string { return filepath.Dir(path) }
