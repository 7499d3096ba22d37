package record

// belonging keeps in a Sample only what its source can report: one thing, and nothing beside an Err. It reports whether
// that is all of it. No collector reports anything else, but a file can contain it, and readers rely on this.
func (s *Sample) belonging() (all bool) {
	own, known := Sample{At: s.At, Source: s.Source, Node: s.Node, Took: s.Took, Err: s.Err, Pace: s.Pace}, true
	if s.Err == "" {
		known = own.take(s)
	}
	all = known && own.Topology == s.Topology && own.HAProxy == s.HAProxy && own.Nginx == s.Nginx && own.K6 == s.K6 && own.Replica == s.Replica &&
		own.Page == s.Page && own.Docker == s.Docker && own.Logs == s.Logs && own.Settings == s.Settings && own.Workers == s.Workers && own.Swarm == s.Swarm && own.Act == s.Act &&
		(own.Containers == nil) == (s.Containers == nil)
	*s = own
	return all
}

// take copies what s may report; false if its source is unknown.
func (own *Sample) take(s *Sample) bool {
	switch s.Source {
	case SourceTopology:
		own.Topology = s.Topology
	case SourceHAProxy:
		own.HAProxy = s.HAProxy
	case SourceNginx:
		own.Nginx = s.Nginx
	case SourceK6:
		own.K6 = s.K6
	case SourceReplication:
		own.Replica = s.Replica
	case SourcePage:
		own.Page = s.Page
	case SourceDocker:
		if own.Docker = s.Docker; own.Docker == nil {
			own.Containers = s.Containers
		}
	case SourceLogs:
		own.Logs = s.Logs
	case SourceSettings:
		own.Settings = s.Settings
	case SourceWorkers:
		own.Workers = s.Workers
	case SourceSwarm:
		own.Swarm = s.Swarm
	case SourceYou:
		own.Act = s.Act
	default:
		return false
	}
	return true
}
