package recipe

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// GoStage is a Dockerfile whose first stage does nothing but compile one static Go program, and whose last one is made
// of that program alone. Any Go toolchain makes the same program of the same sources, so that where one is at hand the
// first stage need not be run.
type GoStage struct {
	Program string   // where the program goes in the first stage: /k6
	Package string   // the package that is compiled
	dirs    []string // empty folders that the first stage makes beside it: /summary
	last    string   // the last stage, with a COPY of these from the context instead of the first stage
}

// goBuild is the line that compiles, and perhaps makes a folder.
var goBuild = regexp.MustCompile(`^go build -trimpath -ldflags '-s -w' -o (/[\w.-]+) (\.(?:/[\w.-]+)*)(?: && mkdir (/[\w.-]+))?$`)

// goEnv is all that the first stage may set: what else there is could make another program.
var goEnv = regexp.MustCompile(`^(PATH=\S+ )?GOTOOLCHAIN=local CGO_ENABLED=0$`)

// goStageOf reads a Dockerfile that is of this kind word by word; nil for every other one.
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

// compiles reads the first stage: how Go gets there, its environment, the sources, and the one line that compiles.
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

// inPlace reports whether a COPY leaves everything under the name that it has in the context.
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

// takes reads the last stage, and makes one of it that stands alone.
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
