package incident

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/gtid"
	"hadash/record"
	"hadash/wording"
)

// lagging is the delay from which a replica's lag is reported.
const lagging = 10 * time.Second

// foldReplica processes a database server's replication state.
func (f *folding) foldReplica(node string, at time.Time, r *record.Replica) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Replica
	n.Replica = r
	if r != nil {
		n.Told = r
		f.replicates(node, at)
	}
	if r == nil || was == nil || r.Master {
		return
	}
	if is := threads(r); is != threads(was) {
		e := event.Event{At: at, Kind: event.KindReplica, Severity: event.Good, Node: node, Subject: node, From: threads(was), To: is,
			Says: wording.ReplicatesAgain.Of(node), Witness: event.ByPoll}
		if is != running {
			e.Severity, e.Says = event.Warn, wording.Replication.Of(node, is)
			if r.LastError != "" {
				e.Says = wording.ReplicationError.Of(node, is, r.LastError)
			}
		}
		f.tell(e)
	}
	if late(r) && !late(was) {
		f.tell(event.Event{At: at, Kind: event.KindReplica, Severity: event.Warn, Node: node, Subject: node, To: "lagging",
			Says: wording.BehindMaster.Of(node, r.Lag), Witness: event.ByPoll})
	}
}

// late reports whether a replica knows its lag, and it is long.
func late(r *record.Replica) bool { return r.LagKnown && r.Lag >= lagging }

// Ails returns what is wrong with a replica by its own report: its threads if one does not run, wording.Lagging if it
// is far behind; zero if nothing is, and for a master.
func Ails(r *record.Replica) wording.Phrase {
	switch {
	case r.Master:
		return wording.Phrase{}
	case threads(r) != running:
		return wording.Threads.Of(r.IO, r.SQL)
	case late(r):
		return wording.Lagging.Of()
	}
	return wording.Phrase{}
}

const running = "IO Yes, SQL Yes"

func threads(r *record.Replica) string { return "IO " + r.IO + ", SQL " + r.SQL }

// replicates records that a database server answers, and that a master is back when every running replica replicates
// from it again.
func (f *folding) replicates(node string, at time.Time) {
	if n := f.Node(node); n.Server == nil {
		f.ownAnswer(f.polled(record.SourceReplication, node, at, wording.Answers.Of(node)))
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		asked := n.IsReplica() && f.Source(record.SourceReplication, n.Name) != nil
		if n.Container.Running() && (n.Replica == nil && asked || n.Replica != nil && !n.Replica.Master && threads(n.Replica) != running) {
			f.state.torn = at
			return
		}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.IsMaster() {
			f.flows(sighting{node: n.Name, at: at, by: event.ByPoll, no: f.state.torn, says: wording.EveryReplicaTakes.Of()})
		}
	}
}

// Behind returns how many transactions of its source a database server has not applied yet, by their last reports. It
// is not known while either is silent, if the source is no node, or if they do not use GTIDs. The two are asked at
// different instants, so under writes a few are missing even without a lag.
func (f *Frame) Behind(n *Node) (missing int64, known bool) {
	r := n.Replica
	if r == nil || r.Master || !f.answers(record.SourceReplication, n.Name) {
		return 0, false
	}
	source := f.Node(r.SourceHost)
	if source == nil && n.Host != "" {
		source = f.Node(record.AtHost(r.SourceHost, n.Host))
	}
	if source == nil {
		if by, ok := f.ByAddr(r.SourceHost, n.Name); ok {
			source = f.Node(by.Name)
		}
	}
	if source == nil || source.Replica == nil || !f.answers(record.SourceReplication, source.Name) {
		return 0, false
	}
	return gtid.Gap(source.Replica.Gtid, r.Gtid)
}

// IsMaster reports whether a database takes the writes: by its role, else by its own report.
func (n *Node) IsMaster() bool {
	if n.Role != "" || n.Told == nil {
		return n.Role == record.RoleMaster
	}
	return n.Told.Master
}

// IsReplica reports whether a database follows another: by its role, else by its own report.
func (n *Node) IsReplica() bool {
	if n.Role != "" || n.Told == nil {
		return n.Role == record.RoleReplica
	}
	return !n.Told.Master
}
