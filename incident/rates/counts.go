package rates

import "maps"

// maxNames bounds the names that are counted each for itself.
const maxNames = 50

// Others is what is counted together when there are too many names.
const Others = "others"

// More is a map with more of something, in a copy. From maxNames on what is new is one of the Others.
func More(all map[string]int, name string, n int) map[string]int {
	out := make(map[string]int, len(all)+1)
	maps.Copy(out, all)
	if _, known := out[name]; !known && len(out) >= maxNames {
		name = Others
	}
	out[name] += n
	return out
}
