package collectors

import (
	"context"
	"time"

	"hadash/record"
)

// Insider reads a HAProxy's numbers by a command: one in its container, to which the user consented, or one that he named.
type Insider interface {
	// Inside returns the statistics as CSV, and what HAProxy says of itself as a whole where its Runtime API is asked.
	Inside(ctx context.Context, node string) (csv []byte, info string, err error)
	// InsideGap is the least time between two such commands.
	InsideGap() time.Duration
}

// Stater is an Insider that can ask where servers are, where the statistics do not say it.
type Stater interface {
	States(ctx context.Context, node string) (string, error)
}

// Inside is a HAProxy whose numbers are read by a command in its container.
type Inside struct {
	*HAProxy
	by Insider
}

// NewInside returns a Source that lets by run the commands.
func NewInside(node string, by Insider) *Inside { return &Inside{NewHAProxy(node, nil), by} }

// Gap is that of HAProxy, and at least that of the command.
func (i *Inside) Gap() time.Duration { return max(i.HAProxy.Gap(), i.by.InsideGap()) }

// Read runs the command once.
func (i *Inside) Read(ctx context.Context, s *record.Sample) error {
	csv, info, err := i.by.Inside(ctx, i.Node())
	if err != nil {
		return failed("haproxy", nil, err)
	}
	if info != "" {
		i.Told(info)
	}
	if s.HAProxy, err = i.Page(csv); err != nil {
		return failed("haproxy", nil, err)
	}
	if other, ok := i.by.(Stater); ok {
		i.addresses(s.HAProxy, func() (string, error) { return other.States(ctx, i.Node()) })
	}
	return nil
}
