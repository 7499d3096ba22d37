package incident

// Failures is the number of requests that failed at a node since watching began, from the best witness; By is ""
// if there is none.
type Failures struct {
	N  int64
	By string
}

// The witnesses of failures at an instance.
const (
	ByAccessLog = "nginx's access log"
	ByOwnPage   = "its own page"
	ByErrorLog  = "nginx's error log"
)

// Failed returns the number of requests that failed at an instance. nginx's access log has every attempt. If it does
// not name the instances, the instance's own page has its 5xx answers and nginx's error log has the requests without an
// answer: neither is complete, so the larger number is returned.
func (f *Frame) Failed(n *Node) Failures {
	switch {
	case f.Nginx.HasAccess:
		return Failures{int64(n.Upstream.Errors), ByAccessLog}
	case n.ownErrors.Known && n.ownErrors.Sum >= int64(n.Upstream.Errors):
		return Failures{n.ownErrors.Sum, ByOwnPage}
	case f.Nginx.Errors > 0:
		return Failures{int64(n.Upstream.Errors), ByErrorLog}
	}
	return Failures{}
}

// OwnFailed returns the number of 5xx answers of an instance since watching began, by its own page; false if the page
// does not report it.
func (n *Node) OwnFailed() (int64, bool) { return n.ownErrors.Sum, n.ownErrors.Known }
