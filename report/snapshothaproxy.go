package report

import "hadash/record"

// haproxy writes the stats page's tables: before the first fault, and now.
func (s Snapshot) haproxy(p *page) {
	f := &s.Frame
	if f.HAProxy == nil {
		return
	}
	if f.Before != nil {
		p.para("## HAProxy before the first fault")
		tables(p, f.Before)
	}
	p.para("## HAProxy now")
	if src := f.Source(record.SourceHAProxy, s.balancer()); src != nil && src.Err != "" {
		p.para("**Not now, but %s ago: %s**", span(f.At.Sub(src.LastOK)), escape(src.Err))
	}
	tables(p, f.HAProxy)
}

func (s Snapshot) balancer() string {
	if all := s.Frame.Topology.With(record.RoleBalancer); len(all) > 0 {
		return all[0].Name
	}
	return ""
}
