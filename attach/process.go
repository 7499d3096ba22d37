package attach

import (
	"context"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// Reader reads files where a program sees them. A link leads to another Target and is not followed.
type Reader interface {
	Read(ctx context.Context, id, path string) (host.File, error)
	Folder(ctx context.Context, id, path string) ([]balancer.File, error)
}

// Files reads the configuration that a process was started with, else that in the usual places, by rules R3 and R4: of c, its Processes,
// WorkingDir and Env count. It returns what was found, and what could not be read.
func Files(ctx context.Context, r Reader, c *host.Container, kind record.Kind) (files []balancer.File, facts []Fact, missing []Missing) {
	d := &discovery{engine: onlyFiles{r}}
	files = d.files(ctx, c, kind)
	return files, d.facts, d.missing
}

// Runs tells HAProxy's and nginx's own processes by their command line, R1; "" for any other.
func Runs(line string) record.Kind { return processKind(line) }

// onlyFiles is an Engine that has nothing but files.
type onlyFiles struct{ Reader }

func (onlyFiles) Containers(context.Context) ([]host.Container, error) { return nil, nil }

func (onlyFiles) Last(context.Context, string) []string { return nil }

func (onlyFiles) Ask(context.Context, string, []Way) Reading { return Reading{Answered: -1} }
