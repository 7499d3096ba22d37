package limits

import (
	"hadash/record"
	"hadash/wording"
)

// Subject names what is limited at a balancer, in HAProxy's words: "servers/mysql-slave1 maxconn".
func (l Limit) Subject(balancer string) string {
	switch l.Kind {
	case Connections:
		return balancer + " maxconn"
	case Busy:
		return balancer + " idle"
	case Queue:
		return l.Name() + " maxqueue"
	}
	return l.Name() + " maxconn"
}

// Phrase says what has changed, with what waits beside it.
func (c Change) Phrase(balancer string, h *record.HAProxy) wording.Phrase {
	if c.Over {
		return c.far(balancer)
	}
	switch name := c.Name(); c.Kind {
	case Connections:
		return wording.NearMaxconn.Of(balancer, c.Now, c.Most)
	case Busy:
		return wording.NearBusy.Of(balancer, c.Most-c.Now)
	case Frontend:
		return wording.NearFrontend.Of(name, c.Now, c.Most)
	case Queue:
		return wording.NearQueue.Of(name, c.Now, c.Most)
	default:
		if n := waiting(h, c.Pxname); n > 0 {
			return wording.NearServerQueue.Of(name, c.Now, c.Most, n)
		}
		return wording.NearServer.Of(name, c.Now, c.Most)
	}
}

func (c Change) far(balancer string) wording.Phrase {
	switch name := c.Name(); c.Kind {
	case Connections:
		return wording.FarMaxconn.Of(balancer, c.Now, c.Most)
	case Busy:
		return wording.FarBusy.Of(balancer, c.Most-c.Now)
	case Frontend:
		return wording.FarFrontend.Of(name, c.Now, c.Most)
	case Queue:
		return wording.FarQueue.Of(name, c.Now, c.Most)
	default:
		return wording.FarServer.Of(name, c.Now, c.Most)
	}
}

// waiting is how many requests wait in a backend for any server.
func waiting(h *record.HAProxy, backend string) int64 {
	for i := range h.Proxies {
		if p := &h.Proxies[i]; !p.Frontend && p.Pxname == backend {
			return p.Qcur
		}
	}
	return 0
}
