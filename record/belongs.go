package record

// belonging leaves in a Sample only what its source can say: one thing, and nothing beside an Err. No Writer writes
// another, but a file can hold one, and whoever reads a Sample relies on it.
func (s *Sample) belonging() {
	own := Sample{At: s.At, Source: s.Source, Node: s.Node, Took: s.Took, Err: s.Err}
	if s.Err == "" {
		own.take(s)
	}
	*s = own
}

// take takes over what s may say.
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
