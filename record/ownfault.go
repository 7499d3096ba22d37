package record

// Own is a fault of the user's own, which commands of the configuration make and heal. It has a Name; the commands are in
// no recording. It is not among FaultKinds.
const Own FaultKind = "own"

// Verb returns what the fault is called in front of its target: "stop", or the name of a fault of one's own.
func (f Fault) Verb() string {
	if f.Kind == Own {
		return f.Name
	}
	return string(f.Kind)
}

// Inverse returns the name of what undoes the fault, "" if it heals itself. Two faults of one's own have different ones.
func (f Fault) Inverse() string {
	if f.Kind == Own {
		return f.Kind.Inverse() + " " + f.Name
	}
	return f.Kind.Inverse()
}

// Undoing returns what undoes the fault in words: "start mysql-slave1", "heal stop-db1 on db1".
func (f Fault) Undoing() string {
	switch f.Kind {
	case Own:
		return f.Inverse() + " on " + f.Target
	case ShutSessions:
		return f.String() // it is over
	}
	return f.Inverse() + " " + f.Target
}
