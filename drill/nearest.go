package drill

import "strings"

// didYouMean is ", did you mean X?" when one of some words is near to what was written, else "".
func didYouMean(word string, words []string) string {
	best := Nearest(word, words)
	if best == "" {
		return ""
	}
	return ", did you mean " + best + "?"
}

// Nearest is the one of some words that was most likely meant by what was written; "" when none is near.
func Nearest(word string, words []string) string {
	best, least := "", max(len(word)/3, 1)+1
	for _, w := range words {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	if len(word) > 40 {
		return ""
	}
	return best
}

// distance is how many letters have to be put in, left out, replaced or swapped with their neighbour to make
// one word of another (restricted Damerau-Levenshtein).
func distance(a, b string) int {
	if len(a) > 60 || len(b) > 60 {
		return max(len(a), len(b))
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// anyOf lists words as a choice: "UP, DOWN or MAINT".
func anyOf(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}
