package collectors

import (
	"context"
	"fmt"
	"sync"
	"time"

	"hadash/record"
)

// Tail follows one node's log across everything that can end its stream: the container stops or is recreated, or the
// Engine restarts. No line is lost, and none is delivered twice.
type Tail struct {
	Site    Site
	Node    record.Node
	Since   time.Time       // no line older than this
	Started <-chan struct{} // rung when the container was started: the log is reopened at once
	Changed func()          // called at once when a line reports a change of a server's state; may be nil

	formats *formats // those of its configuration; may be nil
	reload  func()   // reads the configuration again; may be nil
	senders *senders // balancers whose lines come here; nil = none
	trials  map[record.Kind]reader

	out     chan<- record.Sample
	reader  reader
	seen    seen
	lines   chan streamItem
	theirs  map[string]chan streamItem // lines of senders
	gathers sync.WaitGroup
	broken  string    // why the stream is broken, as last reported
	asked   time.Time // when the configuration was last read again because of a line
	again   backoff
}

// maxLine limits how much of one line is parsed: the Engine itself delivers a longer one in pieces of 16 KB.
const maxLine = 16 << 10

// alive is how long a stream must last, after it was broken, to count as working again.
const alive = 500 * time.Millisecond

// Run sends batches of lines until ctx ends, and a Sample with Err if the stream breaks for another reason than the end
// of the container.
func (t *Tail) Run(ctx context.Context, out chan<- record.Sample) {
	t.seen.floor = t.Since
	if t.reader == nil {
		t.reader = readerFor(t.Node.Software(), t.formats)
	}
	t.out = out
	t.lines = t.collect(ctx, t.Node.Name)
	defer t.gathers.Wait()
	t.formats.wait(ctx)
	for _, s := range t.senders.get() {
		s.formats.wait(ctx)
	}
	for {
		err := t.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		t.ended(ctx, err)
		last := lastPause
		if err == nil {
			last = asleep
		}
		if !t.again.wait(ctx, last, t.Started) {
			return
		}
	}
}

// collect starts to send the lines of a node, which it takes from the channel.
func (t *Tail) collect(ctx context.Context, node string) chan streamItem {
	lines := make(chan streamItem, 64)
	t.gathers.Go(func() {
		for err := gathered(ctx, node, lines, t.out); err != nil; err = gathered(ctx, node, lines, t.out) {
			send(ctx, t.out, record.Sample{At: time.Now(), Source: record.SourceLogs, Node: node, Err: err.Error()})
		}
	})
	return lines
}

// gathered sends Samples until ctx ends; only a panic ends it earlier, and is returned as its error.
func gathered(ctx context.Context, node string, lines <-chan streamItem, out chan<- record.Sample) (err error) {
	defer recovered(&err)
	newGather(node).run(ctx, lines, out)
	return nil
}

// follow reads the stream until it ends.
func (t *Tail) follow(ctx context.Context) (err error) {
	defer recovered(&err)
	if t.broken != "" {
		healed := time.AfterFunc(alive, func() { t.say(ctx, streamItem{well: true}) })
		defer healed.Stop()
	}
	begun := time.Now()
	err = t.Site.Logs(ctx, t.Node.Name, t.seen.open(), func(at time.Time, stderr bool, text []byte) {
		t.line(ctx, at, stderr, text)
	})
	if time.Since(begun) >= alive {
		t.again.reset()
		t.broken = ""
	}
	return err
}

// ended reports why the stream ended, once: a stopped container is no error, and a missing one is reported only the
// first time.
func (t *Tail) ended(ctx context.Context, err error) {
	if err == nil {
		if t.broken != "" {
			t.say(ctx, streamItem{well: true})
		}
		t.broken = ""
		return
	}
	if text := why(err).Error(); text != t.broken {
		t.broken = text
		t.say(ctx, streamItem{err: fmt.Sprintf("read the log of %s: %s", t.Node.Name, text)})
	}
}

// line adds one line, if it is new.
func (t *Tail) line(ctx context.Context, at time.Time, stderr bool, text []byte) {
	text = text[:min(len(text), maxLine)]
	stream := byte(1)
	if stderr {
		stream = 2
	}
	if !t.seen.add(at, markOf(at, stream, text)) {
		return
	}
	t.again.reset()
	t.broken = ""
	var unknown string
	if all := t.senders.get(); len(all) > 0 {
		from, l, f, why := t.hear(all, at, stderr, text)
		if from != nil {
			t.pass(ctx, from, l, f)
			return
		}
		unknown = why
	}
	l, f := understand(t.reader, record.Line{At: at, Node: t.Node.Name, Stderr: stderr}, text)
	if l.Text == "" || f.drop && f.window == nil {
		return
	}
	if f.unread != "" {
		t.reread()
	}
	if unknown != "" {
		f.unread = unknown
	}
	if t.Changed != nil && (l.State != nil || l.Check != nil) {
		t.Changed()
	}
	t.say(ctx, streamItem{line: l, fate: f})
}

// pass sends a line of a balancer that logs to here.
func (t *Tail) pass(ctx context.Context, from *sender, l record.Line, f fate) {
	if l.Text == "" || f.drop && f.window == nil {
		return
	}
	if from.changed != nil && (l.State != nil || l.Check != nil) {
		from.changed()
	}
	lines := t.theirs[from.node.Name]
	if lines == nil {
		if t.theirs == nil {
			t.theirs = map[string]chan streamItem{}
		}
		lines = t.collect(ctx, from.node.Name)
		t.theirs[from.node.Name] = lines
	}
	select {
	case lines <- streamItem{line: l, fate: f}:
	case <-ctx.Done():
	}
}

// rereadings is the least time between two readings of the configuration because of lines that cannot be read.
const rereadings = 5 * time.Second

// reread reads the configuration again: a program that was reloaded may write another format now.
func (t *Tail) reread() {
	if t.reload == nil || time.Since(t.asked) < rereadings {
		return
	}
	t.asked = time.Now()
	t.reload()
}

func (t *Tail) say(ctx context.Context, s streamItem) {
	select {
	case t.lines <- s:
	case <-ctx.Done():
	}
}

// recovered turns a panic into an error: one bad line must not end the drill.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v %s", p, panicked())
	}
}
