// Package near finds the name that a misspelt one was meant to be.
package near

import "strings"

// Hint returns "; did you mean NAME?" for the nearest of names; "; there are ..." if none is near and there are at most
// 12 names; and "" otherwise.
func Hint(wrong string, names []string) string {
	if best := Best(wrong, names); best != "" {
		return "; did you mean " + best + "?"
	}
	if len(names) > 0 && len(names) <= 12 {
		return "; there are " + strings.Join(names, ", ")
	}
	return ""
}

// Suggest returns DidYouMean of the nearest of names.
func Suggest(wrong string, names []string) string { return DidYouMean(Best(wrong, names)) }

// DidYouMean returns ", did you mean NAME?", or "" if name is empty.
func DidYouMean(name string) string {
	if name == "" {
		return ""
	}
	return ", did you mean " + name + "?"
}

// Best returns the nearest of names, ignoring case, or "" if none is near: at most a third of a name may differ, or one
// letter of a short one.
func Best(wrong string, names []string) string {
	best, least := "", 1<<30
	for _, name := range names {
		if differ := len(wrong) - len(name); max(differ, -differ) > max(len(name)/3, 1) {
			continue // the lengths alone differ too much
		}
		if d := distance(strings.ToLower(wrong), strings.ToLower(name)); d < least && d <= max(len(name)/3, 1) {
			best, least = name, d
		}
	}
	return best
}

// distance returns how many bytes must be inserted, deleted, replaced or swapped with the next to turn a into b.
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
