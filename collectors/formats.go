package collectors

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"hadash/collectors/haproxylog"
	"hadash/collectors/nginxlog"
	conf "hadash/conf/balancer"
)

// formats are the log formats that a node's configuration names. The Settings of the node find them, the reader of its log
// uses them. A nil *formats has none.
type formats struct {
	now  atomic.Pointer[compiled]
	once sync.Once
	read chan struct{} // closed when the configuration was read, or could not be
}

// compiled are the formats of one reading, ready to read lines.
type compiled struct {
	nginx   []*nginxlog.Format
	haproxy []*haproxylog.Format
	refused string // why the first of those that cannot be compiled cannot; "" = none
}

// none is where no configuration was read.
var none = &compiled{}

func newFormats() *formats { return &formats{read: make(chan struct{})} }

// get returns the newest formats.
func (f *formats) get() *compiled {
	if f != nil {
		if now := f.now.Load(); now != nil {
			return now
		}
	}
	return none
}

// set replaces the formats; nil leaves them as they are, since the configuration could not be read.
func (f *formats) set(now *compiled) {
	if f == nil {
		return
	}
	if now != nil {
		f.now.Store(now)
	}
	f.once.Do(func() { close(f.read) })
}

// longestRead is how long a log waits for the first reading of the configuration.
const longestRead = 2 * time.Second

// wait waits until the configuration was read once, so that the first lines can be read by it, too.
func (f *formats) wait(ctx context.Context) {
	if f == nil {
		return
	}
	limit := time.NewTimer(longestRead)
	defer limit.Stop()
	select {
	case <-f.read:
	case <-limit.C:
	case <-ctx.Done():
	}
}

// compileNginx compiles log_formats. combined needs none: its lines are known.
func compileNginx(all []conf.Format) *compiled {
	c := &compiled{}
	for _, f := range all {
		format, err := nginxlog.Compile(f.Name, f.Escape, f.Text)
		if err != nil {
			c.refuse("log_format "+f.Name, err)
			continue
		}
		c.nginx = append(c.nginx, format)
	}
	return c
}

// compileHAProxy compiles log-formats, and those that options stand for.
func compileHAProxy(all []conf.Format) *compiled {
	c := &compiled{}
	for _, f := range all {
		if f.Text == "" {
			f.Text = haproxylog.Named(f.Name)
		}
		format, err := haproxylog.Compile(f.Name, f.Text)
		if err != nil {
			c.refuse(f.Name, err)
			continue
		}
		c.haproxy = append(c.haproxy, format)
	}
	return c
}

func (c *compiled) refuse(name string, err error) {
	if c.refused == "" {
		c.refused = name + " cannot be read: " + err.Error()
	}
}
