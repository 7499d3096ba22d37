package incident

// forgetGone takes the row from a node that no balancer has a row of any more, as one that cannot be read: what it said
// last is no longer what is.
func (f *folding) forgetGone() {
	for i := range f.Nodes {
		s := f.Nodes[i].Server
		if s == nil || f.memo.servers.Find("", s.Pxname, s.Svname) != nil {
			continue
		}
		f.ownNodes()
		f.Nodes[i].Server = nil
	}
}
