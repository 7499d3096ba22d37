package snapshot

import (
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/section"
)

// haproxy writes the stats page's tables: before the first fault, and now.
func (s Snapshot) haproxy(p *markdown.Page) {
	f := &s.Frame
	if f.HAProxy == nil {
		return
	}
	if f.Before != nil {
		p.Head(2, report.HeadHAProxyOld)
		section.Tables(p, f.Before)
	}
	p.Head(2, report.HeadHAProxyNow)
	section.TotalsSince(p)
	if src := f.Source(record.SourceHAProxy, s.balancer()); src != nil && src.Err != "" {
		p.Para("**As of %s ago: %s**", report.Length(f.At.Sub(src.LastOK)), markdown.Escape(src.Err))
	}
	section.Tables(p, f.HAProxy)
	section.Answers(p, f.HAProxy)
}

func (s Snapshot) balancer() string {
	if all := s.Frame.Topology.Of(record.KindHAProxy); len(all) > 0 {
		return all[0].Name
	}
	return ""
}
