package report

import "fmt"

// Lang is the language that a report is written in.
type Lang string

// The languages.
const (
	English Lang = "en"
	Russian Lang = "ru"
)

// say is a sentence in the language. Its key is the English format, so that the code reads as its report
// does; what no catalog has stays English.
func (l Lang) say(format string, args ...any) string {
	if l == Russian {
		for _, catalog := range russian {
			if text, ok := catalog[format]; ok {
				format = text
				break
			}
		}
	}
	return fmt.Sprintf(format, args...)
}

// russian are the catalogs, by what they are for: English format to Russian format. Arguments may change their
// order (%[2]s).
var russian = []map[string]string{russianPicture, russianCompare}
