package stopwatch

import (
	"testing"

	"hadash/incident/clients"
)

// Retries of sessions that found no server have absorbed nothing.
func TestRetriesInVain(t *testing.T) {
	for _, tt := range []struct {
		retried int64
		refused int
		want    bool
	}{{33, 11, true}, {33, 0, false}, {0, 11, false}} {
		s := Stopwatch{Hidden: clients.Hidden{Retried: tt.retried}, Blast: Blast{Refused: tt.refused}}
		if got := s.RetriesInVain(); got != tt.want {
			t.Errorf("%d retried, %d refused: %v", tt.retried, tt.refused, got)
		}
	}
}
