package logs

import (
	"errors"
	"regexp/syntax"

	"hadash/tui/ui"
)

// typePattern opens a typed line for a pattern, and applies it after every change. While the text is not a regular expression the last good
// one stays; accepted all the same, it is plain text.
func typePattern(label, text string, use func(*Pattern)) ui.Intent {
	return ui.Type{
		Label: label, Text: text,
		Each: func(text string) (wrong string) {
			switch p, err := Compile(text); {
			case text == "":
				use(nil)
			case err != nil:
				return whyNot(err)
			default:
				use(p)
			}
			return ""
		},
		Done: func(text string) ui.Intent {
			if _, err := Compile(text); err != nil {
				use(Plain(text))
				return ui.Say{Text: whyNot(err) + ": searched as plain text"}
			}
			return nil
		},
		Drop: func() { use(nil) },
	}
}

// whyNot says why a text is not a regular expression.
func whyNot(err error) string {
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return "not a regular expression yet: " + bad.Code.String()
	}
	return err.Error()
}
