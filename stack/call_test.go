package stack

import "testing"

// A command shown to the user has the flags that selected the project: without them it would act on another one.
func TestCallNamesTheSameProject(t *testing.T) {
	for want, opts := range map[string]Options{
		"'hadash down'":        {},
		"'hadash down -p lab'": {Project: "lab"},
		"'hadash down -p lab -f a.yaml --context far'": {Project: "lab", File: "a.yaml", Context: "far"},
	} {
		if got := opts.Call("down"); got != want {
			t.Errorf("%+v: %s, want %s", opts, got, want)
		}
	}
	if got := (Options{Project: "lab"}).Call(); got != "'hadash -p lab'" {
		t.Errorf("the dashboard is %s", got)
	}
}
