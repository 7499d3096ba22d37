package site

import (
	"context"
	"errors"
	"fmt"
)

// errNoLoad means that hadash starts no load here.
var errNoLoad = errors.New("there is no load to start here; a probe asks like a client: probe+http://HOST/PATH")

// HasLoad returns why there is none.
func (s *Site) HasLoad(context.Context) error { return errNoLoad }

// StartLoad returns that there is none.
func (s *Site) StartLoad(context.Context, int) error { return errNoLoad }

// StopLoad returns that there is none.
func (s *Site) StopLoad(context.Context) error { return errNoLoad }

// LoadPreparing is nothing.
func (s *Site) LoadPreparing() string { return "" }

// Reload returns that it needs a command of the user's own.
func (s *Site) Reload(_ context.Context, node string) error {
	return fmt.Errorf("reload %s: without Docker a command of your own does that ([fault.NAME] in hadash.toml)", node)
}
