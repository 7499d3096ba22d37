package paint

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestLegend checks that docs/screen.md explains every sign, beside its form in ASCII.
func TestLegend(t *testing.T) {
	text, err := os.ReadFile("../../docs/screen.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Signs\n")
	section, _, _ = strings.Cut(section, "\n## ")
	usual, ascii := reflect.ValueOf(unicodeGlyphs), reflect.ValueOf(asciiGlyphs)
	for i := range usual.NumField() {
		name, is, plain := usual.Type().Field(i).Name, usual.Field(i), ascii.Field(i)
		switch is.Kind() {
		case reflect.String:
			explained(t, section, name, is.String(), plain.String())
		case reflect.Slice:
			explained(t, section, name, strings.Join(is.Interface().([]string), ""), strings.Join(plain.Interface().([]string), ""))
		default: // borders, and a flag
		}
	}
}

// explained checks that a row of the table has a sign in its first cell, and the ASCII one in its second.
func explained(t *testing.T, section, name, sign, ascii string) {
	t.Helper()
	for line := range strings.Lines(section) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && strings.Contains(cells[1], sign) && strings.Contains(cells[2], ascii) {
			return
		}
	}
	t.Errorf("docs/screen.md does not explain %s: %s, %s in ASCII", name, sign, ascii)
}
