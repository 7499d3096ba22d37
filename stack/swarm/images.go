package swarm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/client"
)

// Engine is the Engine of a node.
type Engine struct {
	Context string // as the user named it
	API     *client.Client
}

// Images returns the names of the images that the services use.
func Images(project Model) []string {
	all := map[string]bool{}
	for _, s := range part(project, "services") {
		if image, _ := clone(s)["image"].(string); image != "" {
			all[image] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// IDs returns the IDs of the images that an Engine has.
func IDs(ctx context.Context, api *client.Client, images []string) (map[string]string, error) {
	out := map[string]string{}
	for _, name := range images {
		image, err := api.ImageInspect(ctx, name)
		switch {
		case err == nil:
			out[name] = image.ID
		case !errdefs.IsNotFound(err):
			return nil, fmt.Errorf("image %s: %w", name, err)
		}
	}
	return out, nil
}

// Copy copies the images of one Engine to another that lacks them or has others of these names, and returns their names.
func Copy(ctx context.Context, ids map[string]string, from, to Engine, say func(string)) (copied []string, err error) {
	have, err := IDs(ctx, to.API, slices.Collect(maps.Keys(ids)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", to.Context, err)
	}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		if have[name] == ids[name] {
			continue
		}
		if err := copyOne(ctx, name, from, to, say); err != nil {
			return copied, fmt.Errorf("copy %s to %s: %w", name, to.Context, err)
		}
		copied = append(copied, name)
	}
	return copied, nil
}

func copyOne(ctx context.Context, name string, from, to Engine, say func(string)) error {
	saved, err := from.API.ImageSave(ctx, []string{name})
	if err != nil {
		return err
	}
	defer func() { _ = saved.Close() }()
	answer, err := to.API.ImageLoad(ctx, &counted{from: saved, say: func(n int64) {
		say(fmt.Sprintf("%s to %s, %d MB", name, to.Context, n>>20))
	}}, client.ImageLoadWithQuiet(true))
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	for decoder := json.NewDecoder(answer.Body); ; {
		var m struct{ Error string }
		switch err := decoder.Decode(&m); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case m.Error != "":
			return errors.New(m.Error)
		}
	}
}

// counted reports how much has been read, every few megabytes.
type counted struct {
	from    io.Reader
	say     func(int64)
	n, told int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	if c.n-c.told >= 4<<20 {
		c.told = c.n
		c.say(c.n)
	}
	return n, err
}
