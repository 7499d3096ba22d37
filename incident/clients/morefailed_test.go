package clients

import (
	"testing"

	"hadash/incident/event"
	"hadash/record"
)

// A log that has fewer failures than a client saw says how many failed at least: nobody is told that all is well.
func TestLogThatLacksFailures(t *testing.T) {
	f := Felt{HasNginx: true, Log: record.KindHAProxy, NginxRequests: 500, NginxFailed: 0, Probe: Account{Requests: 180, Failed: 16, Others: 400}}
	if c := f.Clients(); c.By != event.ByLog || !c.Least || c.NoneFailed() {
		t.Errorf("%+v", c)
	}
	f.NginxFailed = 16
	if c := f.Clients(); c.By != event.ByLog || c.Least || c.Failed != 16 {
		t.Errorf("%+v", c)
	}
}
