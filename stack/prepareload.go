package stack

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
)

// preparation is the load being prepared, while the rest may be up already.
type preparation struct {
	started chan struct{} // closed when the other containers are there, and with them the network
	done    chan struct{} // closed when it is over
	err     error         // of it, once it is over
	cancel  context.CancelFunc
}

// stop breaks the preparation off and waits for that.
func (p *preparation) stop() {
	p.cancel()
	<-p.done
}

// prepareLoad builds the load's images and makes its containers, so that it starts at once when it is
// asked for. It is also what closes the log, for it is the last to write.
func (l *lab) prepareLoad(ctx context.Context, images []build, services []string, rebuild bool) *preparation {
	ctx, cancel := context.WithCancel(ctx)
	p := &preparation{started: make(chan struct{}), done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(p.done)
		defer l.log.close()
		defer cancel()
		defer func() {
			if bug := recover(); bug != nil { // the dashboard may be there: it must not end by the load's
				p.err = fmt.Errorf("prepare the load: a bug, please report it: panic: %v\n\n%s", bug, debug.Stack())
			}
		}()
		if p.err = l.buildAll(ctx, images, rebuild); p.err != nil || len(services) == 0 {
			return
		}
		select {
		case <-p.started:
			p.err = l.createLoad(ctx, services)
		case <-ctx.Done():
			p.err = ctx.Err()
		}
	}()
	return p
}

// createLoad makes the containers of the load.
func (l *lab) createLoad(ctx context.Context, services []string) error {
	st := l.steps.begin("load", strings.Join(services, ", "))
	out := &output{log: l.log}
	err := l.compose.create(ctx, out, services)
	if err != nil && ctx.Err() == nil {
		err = outputError(err, out.last(), l.log)
	}
	return st.end("ready to start: "+strings.Join(services, ", "), err)
}

// WaitLoad waits until the load is prepared that an Up with LoadLater left behind.
func (p *Project) WaitLoad(ctx context.Context) error {
	if p.load == nil {
		return nil
	}
	select {
	case <-p.load.done:
		return p.load.err
	case <-ctx.Done():
		return ctx.Err()
	}
}
