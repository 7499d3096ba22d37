#!/bin/sh
# house.sh prints the sizes of the packages, and exits with 1 if one of these limits is exceeded. With -n it only
# prints.
set -u
cd "$(dirname "$0")/.." || exit 2
exec awk -v report="${1:-}" '
function bar(what, is, most) {
	printf "%-40s %6d  (at most %d)%s\n", what, is, most, (is > most ? "  MISSED" : "")
	if (is > most) missed++
}
function dir(path) { return match(path, /\/[^\/]*$/) ? substr(path, 1, RSTART - 1) : "." }
# prose returns the comment and the strings of a line of Go.
function prose(line,    out, s) {
	s = line
	while (match(s, /"([^"\\]|\\.)*"|`[^`]*`?|\/\/.*/)) {
		out = out " " substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
	}
	return out
}
function speak(where, text,    i, t) {
	t = tolower(text)
	for (i = 1; i <= phrases; i++)
		if (t ~ phrase[i]) { said[where]++; total++; times[i]++ }
}
BEGIN {
	phrases = split("told of|tells of|tell of|laid to|lays to|came to nothing|comes to nothing|anew|so many|be had|please|nobody kept a record|is called so", words, "|")
	for (i = 1; i <= phrases; i++) phrase[i] = "(^|[^a-z])" words[i] "([^a-z]|$)"
	while (("git ls-files -co --exclude-standard" | getline path) > 0)
		if (path ~ /\.(go|md|drill)$/ && path !~ /^(k6|lint|docs\/experiment)\/|\/testdata\/|^CHANGELOG|^docs\/man/ && (getline line < path) >= 0) {
			close(path)
			read(path)
		}
	show()
	exit (report != "-n" && missed > 0)
}
function read(path,    line, d, test, n, at, name) {
	d = dir(path)
	test = path ~ /_test\.go$/
	if (path !~ /\.go$/) {
		while ((getline line < path) > 0) { speak(d, line); if (path == "README.md") readme += length(line) + 1 }
		close(path)
		return
	}
	if (!test) files[d]++
	while ((getline line < path) > 0) {
		n++
		if (line ~ /[\/"`]/) speak(d, prose(line))
		if (test) continue
		lines[d]++
		if (line ~ /^func /) { at = n; name = line; sub(/^func (\([^)]*\) )?/, "", name); sub(/[\[(].*/, "", name) }
		if (line ~ /^}/ && at) { if (n - at + 1 > 80) long[++longs] = path ": " name ", " n - at + 1 " lines"; at = 0 }
		if (d == "tui" && line ~ /^func \([a-z]+ \*?Model\) /) methods++
		if (d == "tui" && line ~ /^type Model struct/) inside = 1
		else if (inside && line ~ /^}/) inside = 0
		else if (inside) fields += count(line)
		if (d ~ /^tui\// && line ~ /^[[:space:]]*([a-z]+ )?"hadash\/tui"$/) up[++ups] = path
	}
	close(path)
	if (!test && n > 400) large[++larges] = path ": " n " lines"
}
# count returns how many fields a line of a struct declares.
function count(line,    n, s) {
	s = line
	sub(/\/\/.*/, "", s)
	if (s !~ /[^[:space:]]/) return 0
	n = 1
	while (match(s, /^[[:space:]]*[A-Za-z_][A-Za-z0-9_]*,/)) { n++; s = substr(s, RLENGTH + 1) }
	return n
}
function show(    d, i, sort) {
	sort = "sort -k1,1"
	printf "%-34s %6s %7s %8s\n", "package", "files", "lines", "phrases"
	fflush()
	for (d in said) if (!(d in files)) files[d] += 0
	for (d in files) {
		if (files[d] > 40) many++
		printf("%-34s %6d %7d %8d%s\n", d, files[d], lines[d], said[d], (files[d] > 40 ? "  more than 40 files" : "")) | sort
	}
	fflush()
	close(sort)
	print ""
	for (i = 1; i <= larges; i++) print "more than 400 lines: " large[i]
	for (i = 1; i <= longs; i++) print "more than 80 lines: " long[i]
	for (i = 1; i <= ups; i++) print "imports tui from below: " up[i]
	for (i = 1; i <= phrases; i++) if (times[i]) printf "phrase %-22s %5d\n", "\"" words[i] "\"", times[i]
	print ""
	bar("packages of more than 40 files", many, 0)
	bar("files of more than 400 lines", larges, 0)
	bar("functions of more than 80 lines", longs, 0)
	bar("files of tui", files["tui"], 32)
	bar("lines of tui", lines["tui"], 3800)
	bar("methods of the screen'"'"'s Model", methods, 100)
	bar("fields of the screen'"'"'s Model", fields, 22)
	bar("files below tui that import it", ups, 0)
	bar("bytes of README.md", readme, 9000)
	bar("phrases that plain English avoids", total, 0)
}
' </dev/null
