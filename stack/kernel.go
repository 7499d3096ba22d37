package stack

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hadash/record"
)

// maxKernelConfig bounds how much of a kernel's configuration or list of modules is read; a big one has half of that.
const maxKernelConfig = 8 << 20

// Needs says what has to be built before a fault can be made, which takes a while: "" for nothing. Its error reports
// that this Engine cannot make the fault at all, as far as that can be known without trying.
func (p *Project) Needs(ctx context.Context, f record.Fault) (meanwhile string, err error) {
	netem := f.Kind == record.Delay || f.Kind == record.Loss
	if base, chosen := baseHere(ctx, p.api, p.files); !p.needsTools(ctx, f) && (f.Kind != record.Crash || base != "" && !chosen) {
		return "", nil
	}
	known := true
	if netem {
		var has bool
		if has, known = p.hasNetem(ctx); known && !has {
			return "", ErrNoNetem
		}
	}
	if _, err := p.api.ImageInspect(ctx, toolsImage); err == nil {
		return "", nil // the attempt will soon show whether there is netem
	}
	meanwhile = fmt.Sprintf("%s needs the image %s: it is built first, which takes about a minute", f.Kind, toolsImage)
	if netem && !known {
		meanwhile += "; only then is it known whether the Engine's kernel has netem"
	}
	return meanwhile, nil
}

// lacksNetem reports whether the Engine's kernel is known to have no netem. It is looked up once: a module that is built can be loaded
// later.
func (p *Project) lacksNetem(ctx context.Context) bool {
	p.netemOnce.Do(func() {
		has, known := p.hasNetem(ctx)
		p.noNetem = known && !has
	})
	return p.noNetem
}

// netemThere reports whether the Engine's kernel has netem. This is known only if the Engine runs on this machine's
// kernel, whose configuration can be read.
func (p *Project) netemThere(ctx context.Context) (has, known bool) {
	if !strings.HasPrefix(p.api.DaemonHost(), "unix://") {
		return false, false
	}
	info, err := p.api.Info(ctx)
	if err != nil {
		return false, false
	}
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil || strings.TrimSpace(string(release)) != info.KernelVersion {
		return false, false // on another machine, or in a virtual machine
	}
	return kernelHas("/", info.KernelVersion, "CONFIG_NET_SCH_NETEM", "sch_netem")
}

// kernelHas looks up an option in a kernel's configuration, and its module if the option is "m".
func kernelHas(root, release, option, module string) (has, known bool) {
	if release == "" || filepath.Base(release) != release {
		return false, false
	}
	config := firstKernelFile(root, "proc/config.gz", "boot/config-"+release, "lib/modules/"+release+"/config")
	switch {
	case bytes.Contains(config, []byte("\n"+option+"=y")):
		return true, true
	case bytes.Contains(config, []byte("\n"+option+"=m")):
	case bytes.Contains(config, []byte("\nCONFIG_NET=y")): // it is a configuration without the option
		return false, true
	default:
		return false, false
	}
	if _, err := os.Stat(filepath.Join(root, "sys/module", module)); err == nil {
		return true, true
	}
	modules := firstKernelFile(root, "lib/modules/"+release+"/modules.dep")
	return bytes.Contains(modules, []byte("/"+module+".ko")), len(modules) > 0
}

// firstKernelFile returns the contents of the first file that can be read.
func firstKernelFile(root string, names ...string) []byte {
	for _, name := range names {
		if data, err := kernelFile(filepath.Join(root, name)); err == nil {
			return data
		}
	}
	return nil
}

func kernelFile(path string) (data []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var r io.Reader = file
	if filepath.Ext(path) == ".gz" {
		if r, err = gzip.NewReader(file); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(r, maxKernelConfig))
}
