package record_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// What the process says is kept, also where only changes are written, and what it does not say is not 0.
func TestProcessIsRecorded(t *testing.T) {
	var want []record.Sample
	for i, p := range []*record.Process{nil, {Maxconn: 50, CurrConns: 0, Idle: 100}, {Maxconn: 50, CurrConns: 0, Idle: 100}, {Maxconn: 50, CurrConns: -1, Idle: 0}, nil, nil} {
		want = append(want, record.Sample{At: noon.Add(time.Duration(i) * time.Second), Source: record.SourceHAProxy, Node: "lb",
			HAProxy: &record.HAProxy{Pid: 7, Process: p, Servers: []record.Server{{Pxname: "a", Svname: "b"}}}})
	}
	if diff := cmp.Diff(want, slices.Collect(record.Unraw(record.Raw(want)))); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}
