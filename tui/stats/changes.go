package stats

import (
	"time"

	"hadash/record"
)

// Fresh is how long a cell is marked after its value changed.
const Fresh = time.Second

// Changes remembers which cells changed lately: states, checks and the counters that should stand still, not those
// that move all the time.
type Changes struct {
	last *record.HAProxy
	at   map[cellID]time.Time
}

type cellID struct{ pxname, svname, column string }

// watched are the counters that should stand still.
var watched = func() (all []*record.Field) {
	for _, name := range []string{"econ", "eresp", "ereq", "dreq", "dresp", "wretr", "wredis", "srv_abrt", "cli_abrt", "hrsp_5xx"} {
		all = append(all, record.FieldOf(name))
	}
	return all
}()

// See takes in what is shown at that instant.
func (c *Changes) See(h *record.HAProxy, at time.Time) {
	for id, t := range c.at {
		if age := at.Sub(t); age >= Fresh || age < 0 {
			delete(c.at, id)
		}
	}
	was := c.last
	c.last = h
	if was == h || was == nil || h == nil {
		return
	}
	for i := range h.Servers {
		if i < len(was.Servers) {
			c.server(&was.Servers[i], &h.Servers[i], at)
		}
	}
	for i := range h.Proxies {
		if i < len(was.Proxies) {
			c.proxy(&was.Proxies[i], &h.Proxies[i], at)
		}
	}
}

func (c *Changes) server(was, is *record.Server, at time.Time) {
	if was.Svname != is.Svname || was.Pxname != is.Pxname {
		return // the configuration is another one
	}
	c.note(was.Status.Text != is.Status.Text, is.Pxname, is.Svname, "status", at)
	c.note(was.CheckStatus != is.CheckStatus, is.Pxname, is.Svname, "check_status", at)
	c.note(was.Weight != is.Weight, is.Pxname, is.Svname, "weight", at)
	c.note(was.Chkfail != is.Chkfail, is.Pxname, is.Svname, "chkfail", at)
	c.note(was.Chkdown != is.Chkdown, is.Pxname, is.Svname, "chkdown", at)
	c.counters(&was.Counters, &is.Counters, is.Pxname, is.Svname, at)
}

func (c *Changes) proxy(was, is *record.Proxy, at time.Time) {
	if was.Svname != is.Svname || was.Pxname != is.Pxname {
		return
	}
	c.note(was.Status.Text != is.Status.Text, is.Pxname, is.Svname, "status", at)
	c.note(was.Weight != is.Weight, is.Pxname, is.Svname, "weight", at)
	c.note(was.Act != is.Act, is.Pxname, is.Svname, "act", at)
	c.note(was.Bck != is.Bck, is.Pxname, is.Svname, "bck", at)
	c.note(was.Chkdown != is.Chkdown, is.Pxname, is.Svname, "chkdown", at)
	c.counters(&was.Counters, &is.Counters, is.Pxname, is.Svname, at)
}

func (c *Changes) counters(was, is *record.Counters, pxname, svname string, at time.Time) {
	for _, f := range watched {
		c.note(*f.Counter(was) != *f.Counter(is), pxname, svname, f.Name, at)
	}
}

func (c *Changes) note(changed bool, pxname, svname, column string, at time.Time) {
	if !changed {
		return
	}
	if c.at == nil {
		c.at = map[cellID]time.Time{}
	}
	c.at[cellID{pxname, svname, column}] = at
}

// Recent reports whether a cell changed within the last second.
func (c *Changes) Recent(pxname, svname, column string) bool {
	if len(c.at) == 0 {
		return false
	}
	_, ok := c.at[cellID{pxname, svname, column}]
	return ok
}
