package stack

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/record"
)

// The kernel's features are read from three places; a feature that none of them mentions is not known.
func TestKernelHas(t *testing.T) {
	const on, module, off = "\nCONFIG_NET=y\nCONFIG_NET_SCH_NETEM=y\n", "\nCONFIG_NET=y\nCONFIG_NET_SCH_NETEM=m\n", "\nCONFIG_NET=y\n# CONFIG_NET_SCH_NETEM is not set\n"
	tests := map[string]struct {
		files      map[string]string
		has, known bool
	}{
		"nothing is told":     {nil, false, false},
		"no configuration":    {map[string]string{"boot/config-6.1": "<html>"}, false, false},
		"built in":            {map[string]string{"boot/config-6.1": on}, true, true},
		"not built":           {map[string]string{"proc/config.gz": off, "boot/config-6.1": on}, false, true},
		"older than that":     {map[string]string{"lib/modules/6.1/config": "\nCONFIG_NET=y\n"}, false, true},
		"another kernel's":    {map[string]string{"boot/config-6.2": off}, false, false},
		"a module, loaded":    {map[string]string{"boot/config-6.1": module, "sys/module/sch_netem/refcnt": "0"}, true, true},
		"a module, there":     {map[string]string{"boot/config-6.1": module, "lib/modules/6.1/modules.dep": "kernel/net/sched/sch_netem.ko.xz:\n"}, true, true},
		"a module, elsewhere": {map[string]string{"boot/config-6.1": module, "lib/modules/6.1/modules.dep": "kernel/net/sched/sch_tbf.ko:\n"}, false, true},
		"a module, no list":   {map[string]string{"boot/config-6.1": module}, false, false},
	}
	for name, test := range tests {
		root := t.TempDir()
		for path, text := range test.files {
			if filepath.Ext(path) == ".gz" {
				var b bytes.Buffer
				w := gzip.NewWriter(&b)
				_, _ = w.Write([]byte(text))
				_ = w.Close()
				text = b.String()
			}
			_ = os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o755)
			if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		has, known := kernelHas(root, "6.1", "CONFIG_NET_SCH_NETEM", "sch_netem")
		if has != test.has || known != test.known {
			t.Errorf("%s: has %v, known %v; want %v, %v", name, has, known, test.has, test.known)
		}
	}
	if _, known := kernelHas("/", "../x", "A", "a"); known {
		t.Error("a release that is a path is read")
	}
}

// The kernel of an Engine on another machine is not known: the image is built, and the user is told both first.
func TestNeeds(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	f.images[defaultBase] = nil
	needs := func(kind record.FaultKind) string {
		t.Helper()
		got, err := p.Needs(t.Context(), record.Fault{Kind: kind, Target: "app1"})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := needs(record.Delay); !strings.Contains(got, "delay needs the image hadash/tools:lab") || !strings.Contains(got, "only then is it known") {
		t.Errorf("delay: %q", got)
	}
	for _, kind := range []record.FaultKind{record.Stop, record.Crash, record.Slow} {
		if got := needs(kind); got != "" {
			t.Errorf("%s: %q", kind, got)
		}
	}
	f.images[toolsImage] = nil
	if got := needs(record.Loss); got != "" {
		t.Errorf("with the image there: %q", got)
	}
}

// If the kernel is known to lack netem, nothing is built, and no request is sent to the Engine.
func TestDelayWithoutNetem(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	f.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) { t.Error("an image is built") }
	p.hasNetem = func(context.Context) (has, known bool) { return false, true }
	err := p.Inject(t.Context(), record.Fault{Kind: record.Delay, Target: "app1", Amount: 100})
	if !errors.Is(err, ErrNoNetem) || len(p.Open()) > 0 {
		t.Errorf("got %v, open %v", err, p.Open())
	}
}
