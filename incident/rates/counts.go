package rates

import "maps"

// maxNames bounds the names that are counted separately.
const maxNames = 50

// Others counts everything beyond maxNames.
const Others = "others"

// More returns a copy of a map with more of something. From maxNames on new names count as Others.
func More(all map[string]int, name string, n int) map[string]int {
	out := make(map[string]int, len(all)+1)
	maps.Copy(out, all)
	if _, known := out[name]; !known && len(out) >= maxNames {
		name = Others
	}
	out[name] += n
	return out
}
