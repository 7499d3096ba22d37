package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// unprintable matches the characters that no output may have, independently of record.Clean.
var unprintable = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}\p{Cf}\p{Zl}\p{Zp}\x{115f}\x{1160}\x{3164}\x{ffa0}\x{fe00}-\x{fe0f}\x{e0000}-\x{e0fff}\x{fdd0}-\x{fdef}\x{fffe}\x{ffff}\x{1fffe}\x{1ffff}]`)

// piled matches more combining marks on one character than a line can show.
var piled = regexp.MustCompile(`\p{M}{4}`)

// scan reports forbidden characters in a text that may have lines and tabs.
func scan(t *testing.T, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s is not UTF-8", what)
	}
	for _, re := range []*regexp.Regexp{unprintable, piled} {
		if at := re.FindStringIndex(text); at != nil {
			t.Errorf("%s has %+q in %+q", what, text[at[0]:at[1]], text[max(at[0]-80, 0):min(at[1]+40, len(text))])
			return
		}
	}
}

// colour and motion match the sequences that hadash itself writes.
var (
	colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	motion = regexp.MustCompile(`\x1b\[(?:\d+H|2J|\?(?:25|1049|2004|1000|1006)[hl])`)
)

// scanFrame reports forbidden characters in a frame, and lines of the wrong width.
func scanFrame(t *testing.T, what, frame string) {
	t.Helper()
	if strings.Contains(frame, "31;5m") {
		t.Errorf("%s blinks", what)
	}
	scan(t, what, colour.ReplaceAllString(frame, ""))
}

// scanJSON also scans the decoded values: a program that prints one prints it without escapes.
func scanJSON(t *testing.T, what, text string) {
	t.Helper()
	scan(t, what, text)
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var v any
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		scanValues(t, what, reflect.ValueOf(v))
	}
}

func scanValues(t *testing.T, what string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		scanValues(t, what, v.Elem())
	case reflect.Map:
		for _, k := range v.MapKeys() {
			scan(t, what+": a key", k.String())
			scanValues(t, what+"."+k.String(), v.MapIndex(k))
		}
	case reflect.Slice:
		for i := range v.Len() {
			scanValues(t, what, v.Index(i))
		}
	case reflect.String:
		scan(t, what, v.String())
	}
}

// scanXML reads a document as strict XML, and looks for code that a browser would run.
func scanXML(t *testing.T, what, text string) {
	t.Helper()
	scan(t, what, text)
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s is not well-formed: %v", what, err)
			return
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := strings.ToLower(e.Name.Local); name {
		case "script", "iframe", "object", "embed", "base", "form", "foreignobject", "img":
			t.Errorf("%s has an element %s", what, name)
		}
		for _, a := range e.Attr {
			name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.Join(strings.FieldsFunc(a.Value, unicode.IsSpace), ""))
			if strings.HasPrefix(name, "on") || (name == "href" || name == "src") && strings.Contains(value, "script:") {
				t.Errorf("%s has %s=%q", what, name, a.Value)
			}
		}
	}
}
