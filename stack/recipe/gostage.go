package recipe

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// GoStage is a Dockerfile whose first stage only compiles one static Go program, and whose last stage contains only
// that program. Any Go toolchain makes the same program of the same sources, so if one is available the first stage
// need not be run.
type GoStage struct {
	Program string   // path of the program in the first stage: /k6
	Package string   // the compiled package
	dirs    []string // empty directories that the first stage also makes: /summary
	last    string   // the last stage, which copies these from the context instead of the first stage
}

// goBuild matches the line that compiles, and may make a directory.
var goBuild = regexp.MustCompile(`^go build -trimpath -ldflags '-s -w' -o (/[\w.-]+) (\.(?:/[\w.-]+)*)(?: && mkdir (/[\w.-]+))?$`)

// goEnv matches all that the first stage may set: any other variable could change the program.
var goEnv = regexp.MustCompile(`^(PATH=\S+ )?GOTOOLCHAIN=local CGO_ENABLED=0$`)

// goStageOf returns nil unless the Dockerfile has exactly this form.
func goStageOf(text string) *GoStage {
	lines := instructions(text)
	first := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "FROM ") })
	last := slices.Index(lines, "FROM scratch")
	if first < 0 || last < first || !strings.HasSuffix(lines[first], " AS build") {
		return nil
	}
	g := &GoStage{}
	if !g.compiles(lines[first+1:last]) || !g.takes(lines[last:]) {
		return nil
	}
	return g
}

// compiles parses the first stage: the installation of Go, the environment, the sources, and the line that compiles.
func (g *GoStage) compiles(lines []string) bool {
	want := []string{"RUN", "ENV", "WORKDIR", "COPY", "RUN"} // in this order, COPY any number of times
	at := 0
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		if at > 0 && word == "COPY" && want[at-1] == "COPY" {
			at--
		}
		if at == len(want) || word != want[at] || !g.reads(at, rest) {
			return false
		}
		at++
	}
	return at == len(want)
}

func (g *GoStage) reads(at int, rest string) bool {
	switch at {
	case 0:
		return strings.Contains(rest, "golang-")
	case 1:
		return goEnv.MatchString(rest)
	case 2:
		return true
	case 3:
		return inPlace(strings.Fields(rest))
	}
	m := goBuild.FindStringSubmatch(rest)
	if m == nil {
		return false
	}
	g.Program, g.Package = m[1], m[2]
	if m[3] != "" {
		g.dirs = append(g.dirs, m[3])
	}
	return true
}

// inPlace reports whether a COPY keeps the names in the context.
func inPlace(words []string) bool {
	if len(words) < 2 || strings.HasPrefix(words[0], "-") {
		return false
	}
	to := words[len(words)-1]
	if to == "./" {
		return !slices.ContainsFunc(words[:len(words)-1], func(w string) bool { return strings.Contains(w, "/") })
	}
	return len(words) == 2 && words[0] == to
}

// takes parses the last stage, and makes it independent of the first.
func (g *GoStage) takes(lines []string) bool {
	const from = "--from=build "
	var out []string
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "FROM", "USER", "ENV", "ENTRYPOINT", "CMD", "LABEL", "EXPOSE", "STOPSIGNAL":
		case "COPY":
			words := strings.Fields(rest)
			source := words[max(len(words)-2, 0)]
			if !strings.Contains(rest, from) || source != g.Program && !slices.Contains(g.dirs, source) {
				return false
			}
			words[len(words)-2] = path.Base(source)
			line = "COPY " + strings.Join(slices.DeleteFunc(words, func(w string) bool { return w+" " == from }), " ")
		default:
			return false
		}
		out = append(out, line)
	}
	g.last = strings.Join(out, "\n") + "\n"
	return true
}
