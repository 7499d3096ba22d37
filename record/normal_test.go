package record

import "testing"

// Where a log's format has no termination state, the status and the retries decide.
func TestNormalSessions(t *testing.T) {
	for s, want := range map[Session]bool{
		{Termination: "--"}: true, {Termination: "--VN"}: true, {Termination: "LR--"}: true, {Termination: "SC"}: false, {Termination: "-"}: false,
		{Termination: "--", Retries: 1}: false, {Code: 200}: true, {Code: 503}: false, {}: true, {Retries: 1}: false,
	} {
		if got := s.Normal(); got != want {
			t.Errorf("%+v: %v", s, got)
		}
	}
}
