package replay

import (
	"path/filepath"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

const runs = "../incident/testdata/runs"

// folded are the Frames of a live run.
func folded(samples []record.Sample) []incident.Frame {
	frames := append(make([]incident.Frame, 0, len(samples)+1), incident.NewFrame(begun(samples))) // before the first Sample
	for _, s := range samples {
		frames = append(frames, incident.Fold(frames[len(frames)-1], s))
	}
	return frames
}

// begun is when their recording began.
func begun(samples []record.Sample) time.Time { return samples[0].At.Add(-time.Millisecond).UTC() }

// written makes a recording of Samples and gives its path.
func written(t testing.TB, samples []record.Sample) string {
	t.Helper()
	return captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"),
		record.Header{Hadash: "test", Project: "demo", Started: begun(samples)}, samples)
}

func opener(path string) func() (*record.Recording, error) {
	return func() (*record.Recording, error) { return record.Open(path) }
}

// asIs is for a screen that takes what is shown as it is.
func asIs(s Shown) Shown { return s }
