package truth

import (
	"slices"
	"strings"

	"hadash/incident/said"
	"hadash/incident/servers"
	"hadash/incident/witness"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// atHAProxies lists what each HAProxy says of the chosen node, in the order of their names.
func (l *lanes) atHAProxies() {
	n := l.node
	all := slices.SortedFunc(n.AtOthers, func(a, b *record.Server) int { return strings.Compare(a.Pxname, b.Pxname) })
	at, _ := slices.BinarySearchFunc(all, n.Server, func(a, b *record.Server) int { return strings.Compare(a.Pxname, b.Pxname) })
	for _, s := range slices.Insert(all, at, n.Server) {
		text, rate := ui.StatusWords(s.Status.Text), n.Recent
		if len(all) > 0 {
			rate = float64(s.Rate)
		}
		if s.Status.State.Serving() && rate > 0 {
			text = strings.TrimSuffix(text, ", in use") + ", sends " + paint.Rate(rate) + "/s"
		}
		l.atHAProxy(s, text)
	}
}

// atHAProxy lists what a HAProxy says of a server.
func (l *lanes) atHAProxy(s *record.Server, text string) {
	f := l.c.Frame
	l.words(servers.Who(s)+"'s check", witness.Check, f.SaidOfServer(s, said.Check), ui.CheckWords(s, true))
	l.words(servers.Who(s), witness.Balancer, f.SaidOfServer(s, said.Balancer), text)
	l.all[len(l.all)-2].server, l.all[len(l.all)-1].server = s, s
}

// knewOf is when the witness of a lane knew of the fault. Each of several HAProxies has its own moment.
func (l *lanes) knewOf(x *lane) *witness.Knew {
	if x.server != nil && servers.Balancer(x.server) != "" {
		k := witness.KnewAt(l.c.Frame, l.node, l.fault, x.server, x.who)
		return &k
	}
	return &l.knew[x.who]
}
