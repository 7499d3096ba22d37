package tui

import (
	"fmt"
	"slices"
	"strings"
)

// themeNames are the themes that --theme takes.
var themeNames = []string{"dark", "light", "mono", "high-contrast", "colour-blind", "auto"}

// CheckTheme says what is wrong with the name of a theme.
func CheckTheme(name string) error {
	if slices.Contains(themeNames, name) {
		return nil
	}
	return fmt.Errorf("no such theme; there are %s", strings.Join(themeNames, ", "))
}
