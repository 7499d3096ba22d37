package stack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"hadash/record"
	"hadash/stack/cluster"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

const (
	loadLimit = time.Minute            // for an existing container, and k6 in it, to start
	loadLook  = 500 * time.Millisecond // between two looks for its task on a swarm
	k6Limit   = 15 * time.Second       // for k6 to answer after its start
	k6Retry   = 200 * time.Millisecond // between two attempts
)

// StartLoad starts the project's load (the service of role load) and sets its number of virtual users; 0 leaves that to
// the script. If compose has not made the container yet, StartLoad makes it and its image, which takes minutes:
// LoadPreparing returns the progress. This work continues when ctx ends, and the next StartLoad waits for it.
func (p *Project) StartLoad(ctx context.Context, vus int) error {
	if err := p.ScaleLoad(ctx, 1); !errors.Is(err, cluster.ErrNoLoad) {
		return p.startedLoad(ctx, vus, err)
	}
	node, err := p.madeLoad(ctx)
	if err != nil {
		return fmt.Errorf("start the load: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, loadLimit)
	defer cancel()
	c, err := p.target(ctx, node)
	if err != nil {
		return fmt.Errorf("start the load: %w", err)
	}
	defer p.forget(node)
	if err := p.run(ctx, c); err != nil {
		return fmt.Errorf("start the load: %w", err)
	}
	p.forget(node)
	if vus <= 0 {
		return nil
	}
	return p.SetVUs(ctx, vus)
}

// ScaleLoad starts the load of a stack on a swarm, or ends it: see cluster.ScaleLoad.
func (p *Project) ScaleLoad(ctx context.Context, tasks uint64) error {
	return p.engines.ScaleLoad(ctx, label.Role, string(record.RoleLoad), tasks)
}

// startedLoad waits for the task of the load, and sets its number of users.
func (p *Project) startedLoad(ctx context.Context, vus int, err error) error {
	if err != nil {
		return fmt.Errorf("start the load: %w", err)
	}
	return AwaitLoad(ctx, vus, func(ctx context.Context) *Project {
		if p.LoadRuns(ctx) {
			return p
		}
		return nil
	}, errors.New("the swarm has not started its task here; one on another host is reached with --context, which names the Engines of all"))
}

// AwaitLoad waits until the load's task, which a swarm was told to start, runs on an Engine that find knows, and sets its number of
// users there; 0 leaves that to the script. none says what to try where it is found on none.
func AwaitLoad(ctx context.Context, vus int, find func(context.Context) *Project, none error) error {
	ctx, cancel := context.WithTimeout(ctx, loadLimit)
	defer cancel()
	tick := time.NewTicker(loadLook)
	defer tick.Stop()
	for {
		if p := find(ctx); p != nil && vus > 0 {
			return p.SetVUs(ctx, vus)
		} else if p != nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("start the load: %w", none)
		}
	}
}

// LoadRuns reports whether this Engine has a container of the load that runs.
func (p *Project) LoadRuns(ctx context.Context) bool {
	node, err := p.loadNode(ctx)
	if err != nil {
		return false
	}
	c, err := p.findNow(ctx, node)
	return err == nil && c.State.Running
}

// HasLoad returns an error if the project has no load, neither a container nor a service that StartLoad can make one of.
func (p *Project) HasLoad(ctx context.Context) error {
	if p.loading() != nil {
		return nil
	}
	_, err := p.loadNode(ctx)
	if errors.Is(err, errNoLoad) && p.engines.HasLoad(ctx, label.Role, string(record.RoleLoad)) == nil {
		return nil
	}
	if errors.Is(err, errNoLoad) {
		_, _, err = p.loadLab(ctx)
	}
	if err != nil && !errors.Is(err, errNoLoad) {
		return fmt.Errorf("look for the load: %w", err)
	}
	return err
}

// madeLoad returns the load's service once its container exists.
func (p *Project) madeLoad(ctx context.Context) (node string, err error) {
	if err := p.WaitLoad(ctx); err != nil {
		return "", err
	}
	node, err = p.loadNode(ctx)
	if !errors.Is(err, errNoLoad) {
		return node, err
	}
	if err := p.prepareLoad(ctx); err != nil {
		return "", err
	}
	return p.loadNode(ctx)
}

// StopLoad stops the load with the signal that k6 expects, so that k6 still writes its summary.
func (p *Project) StopLoad(ctx context.Context) error {
	if err := p.ScaleLoad(ctx, 0); !errors.Is(err, cluster.ErrNoLoad) {
		return err
	}
	node, err := p.loadNode(ctx)
	if errors.Is(err, errNoLoad) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("stop the load: %w", err)
	}
	c, err := p.target(ctx, node)
	if err != nil {
		return fmt.Errorf("stop the load: %w", err)
	}
	defer p.forget(node)
	// Not a fault: the load is no longer wanted, and must not be healed.
	if err := p.api.ContainerStop(ctx, c.ID, container.StopOptions{}); err != nil {
		return fmt.Errorf("stop the load: %w", err)
	}
	return nil
}

// SetVUs changes the number of virtual users of the running load.
func (p *Project) SetVUs(ctx context.Context, n int) error {
	node, err := p.loadNode(ctx)
	if err != nil {
		return fmt.Errorf("set %d VUs: %w", n, err)
	}
	ctx, cancel := context.WithTimeout(ctx, k6Limit)
	defer cancel()
	tick := time.NewTicker(k6Retry)
	defer tick.Stop()
	for {
		err := p.setVUs(ctx, node, n)
		var refused *k6Error
		if err == nil || errors.As(err, &refused) {
			return err
		}
		select {
		case <-tick.C: // k6 opens its port shortly after its start
		case <-ctx.Done():
			return fmt.Errorf("set %d VUs: %w", n, err)
		}
	}
}

// k6Started is k6's status of a started run; lower values are earlier phases.
const k6Started = 5

// loadNode returns the service of role load.
func (p *Project) loadNode(ctx context.Context) (string, error) {
	all, err := p.list(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range all {
		if c.Labels[label.Role] == string(record.RoleLoad) {
			return c.Labels[label.Node], nil
		}
	}
	return "", fmt.Errorf("%w in project %s", errNoLoad, p.name)
}

// k6Error is a rejection by k6, which a retry does not change.
type k6Error struct {
	status string
	body   string
}

func (e *k6Error) Error() string { return fmt.Sprintf("k6 answers %s: %s", e.status, e.body) }

// k6Status is the part of k6's /v1/status that hadash changes (api/v1/status.go).
type k6Status struct {
	Data struct {
		Type       string `json:"type"`
		ID         string `json:"id"`
		Attributes struct {
			Status int `json:"status,omitempty"` // lib/execution.go
			VUs    int `json:"vus"`
			VUsMax int `json:"vus-max"`
		} `json:"attributes"`
	} `json:"data"`
}

func (p *Project) setVUs(ctx context.Context, node string, n int) error {
	u, err := p.Locate(ctx, node)
	if err != nil {
		return err
	}
	u.Path, u.RawQuery = "/v1/status", ""
	var now k6Status
	if err := k6Call(ctx, http.MethodGet, u.String(), nil, &now); err != nil {
		return err
	}
	// While k6 creates its users their number grows, and until then it accepts none below the script's maximum.
	if now.Data.Attributes.VUsMax == 0 || now.Data.Attributes.Status < k6Started {
		return errors.New("k6 is still starting")
	}
	now.Data.Attributes.Status = 0
	now.Data.Type, now.Data.ID = "status", "default"
	now.Data.Attributes.VUs = n
	now.Data.Attributes.VUsMax = max(n, now.Data.Attributes.VUsMax)
	return k6Call(ctx, http.MethodPatch, u.String(), now, nil)
}

func k6Call(ctx context.Context, method, url string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	resp, err := direct.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return &k6Error{resp.Status, string(bytes.TrimSpace(answer))}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}
