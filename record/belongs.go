package record

// belonging keeps in a Sample only what its source can report: one thing, and nothing beside an Err. No Writer writes
// anything else, but a file can contain it, and readers rely on this.
func (s *Sample) belonging() {
	own := Sample{At: s.At, Source: s.Source, Node: s.Node, Took: s.Took, Err: s.Err}
	if s.Err == "" {
		own.take(s)
	}
	*s = own
}

// take copies what s may report.
func (own *Sample) take(s *Sample) {
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
	case SourceProbe:
		own.Probe = s.Probe
	case SourceDocker:
		if own.Docker = s.Docker; own.Docker == nil {
			own.Containers = s.Containers
		}
	case SourceLogs:
		own.Logs = s.Logs
	case SourceSettings:
		own.Settings = s.Settings
	case SourceYou:
		own.Act = s.Act
	}
}
