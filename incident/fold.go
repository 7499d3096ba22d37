package incident

import "hadash/record"

// Fold gives the Frame after a Sample. It is pure: prev is not changed, and the same Samples give
// the same Frames.
func Fold(prev Frame, s record.Sample) Frame {
	f := prev
	f.At = s.At
	return f
}
