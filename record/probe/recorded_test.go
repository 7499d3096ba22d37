package probe_test

import (
	"strings"
	"testing"
	"time"

	"hadash/record"
	"hadash/record/probe"
)

// A recording has the target of a probe without its secrets, and it can still be read.
func TestRecordedWithoutSecrets(t *testing.T) {
	for _, status := range []string{
		"probe+https://user:hunter2@shop.example/health?rate=10",
		"probe+https://shop.example/health?token=hunter2&rate=10",
		"probe+https://shop.example/health?api_key=hunter2#rate=10",
	} {
		s := record.Settle(record.Sample{At: time.Now(), Source: record.SourceTopology, Topology: &record.Topology{
			Nodes: []record.Node{{Name: "probe", Kind: record.KindProbe, Status: status}}}})
		told := s.Topology.Nodes[0].Status
		if strings.Contains(told, "hunter2") {
			t.Errorf("%s is recorded", told)
		}
		if target, err := probe.Parse(told); err != nil || target.Address != "shop.example:443" {
			t.Errorf("%s is not read: %v", told, err)
		}
	}
	if record.KindProbe.Valid() {
		t.Error("a label can start a probe")
	}
}
