package event

import "sync/atomic"

// roomFor is the number of events that can be added before a list is copied.
const roomFor = 256

// WithRoom returns a copy of a list with room at its end. The place behind the last event holds no event and counts the
// room that is left. That room is shared by all lists with this beginning; the first one that claims a place gets it.
func WithRoom(list []Event) []Event {
	all := append(make([]Event, 0, len(list)+roomFor+1), list...)
	all[:cap(all)][cap(all)-1].room = roomFor
	return all
}

// Claim claims the place behind the end of a list; false if there is none, or another list has it.
func Claim(list []Event) bool {
	left := cap(list) - len(list) - 1
	if left <= 0 {
		return false
	}
	last := &list[:cap(list)][cap(list)-1]
	return atomic.CompareAndSwapInt32(&last.room, int32(left), int32(left-1)) //nolint:gosec // roomFor at most
}
