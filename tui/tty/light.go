package tty

import (
	"math"
	"strconv"
	"strings"
)

// Light reports whether a colour as terminals write it (rgb:ffff/ffff/ffff, with one to four digits each) is a light
// background: black is better to read on it than white, by WCAG's contrast. ok is false where it is no colour.
func Light(colour string) (light, ok bool) {
	colour = strings.TrimRight(colour, "\a\\\x1b")
	digits, found := strings.CutPrefix(colour, "rgb:")
	if !found {
		digits, found = strings.CutPrefix(colour, "rgba:")
	}
	parts := strings.Split(digits, "/")
	if !found || len(parts) < 3 || len(parts) > 4 {
		return false, false
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return false, false
		}
		sum += weight * linear(float64(n)/(math.Pow(16, float64(len(parts[i])))-1))
	}
	const even = 0.1791 // (L+0.05)/0.05 = 1.05/(L+0.05)
	return sum > even, true
}

// linear undoes sRGB's transfer function.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
