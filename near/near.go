// Package near finds the name that a misspelt one was meant to be.
package near

import "strings"

// Hint is "; did you mean NAME?" for the nearest of names, "; there are ..." for a short list that has none near, else "".
func Hint(wrong string, names []string) string {
	if best := Best(wrong, names); best != "" {
		return "; did you mean " + best + "?"
	}
	if len(names) > 0 && len(names) <= 12 {
		return "; there are " + strings.Join(names, ", ")
	}
	return ""
}

// Suggest is DidYouMean for the nearest of names.
func Suggest(wrong string, names []string) string { return DidYouMean(Best(wrong, names)) }

// DidYouMean is ", did you mean NAME?", "" without a name.
func DidYouMean(name string) string {
	if name == "" {
		return ""
	}
	return ", did you mean " + name + "?"
}

// Best is the nearest of names, "" when none is near: at most a third of it may differ.
func Best(wrong string, names []string) string {
	best, least := "", 1<<30
	for _, name := range names {
		if differ := len(wrong) - len(name); max(differ, -differ) > max(len(name)/3, 1) {
			continue // at least so much differs
		}
		if d := distance(strings.ToLower(wrong), strings.ToLower(name)); d < least && d <= max(len(name)/3, 1) {
			best, least = name, d
		}
	}
	return best
}

// distance is how many letters have to be put in, taken out, changed or swapped with the next to make b of a.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
