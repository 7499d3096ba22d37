package tui

import (
	"fmt"
	"slices"
	"strings"
)

// CheckTheme says what is wrong with the name of a theme. No name is the theme auto.
func CheckTheme(name string) error {
	if name == "" || slices.Contains(ThemeNames, name) {
		return nil
	}
	return fmt.Errorf("no such theme; there are %s", strings.Join(ThemeNames, ", "))
}
