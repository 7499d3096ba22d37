package compose

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Pair is the overlay with two HAProxies that share an address, in the folder of compose.yaml.
const Pair = "stack/pair/compose.yaml"

// Over returns the files with an overlay after them, which lies in the project's directory.
func (c *Files) Over(overlay string) (Files, error) {
	out := *c
	path := filepath.Join(c.Dir, overlay)
	if slices.Contains(c.Paths, path) {
		return out, nil
	}
	if _, err := os.Stat(path); err != nil {
		return out, fmt.Errorf("the compose files of this project have no %s: %w", overlay, err)
	}
	out.Paths = append(slices.Clip(c.Paths), path)
	return out, nil
}

// Without returns the files without an overlay.
func (c *Files) Without(overlay string) Files {
	out := *c
	path := filepath.Join(c.Dir, overlay)
	out.Paths = slices.DeleteFunc(slices.Clone(c.Paths), func(p string) bool { return p == path })
	return out
}
