// Package wording has every sentence that hadash makes of its observations, in English and in Russian side by side.
// Observers make Phrases, which have no language; displays render them in one.
package wording

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Sentence is a sentence that hadash can say. The list is closed: the variables of this package, each with its wording
// in every language.
type Sentence struct{ english, russian string }

// row is one Sentence. $1 to $9 stand for its arguments, in any order.
func row(english, russian string) *Sentence { return &Sentence{english, russian} }

// Phrase is a Sentence and its arguments. It is a value: its arguments never change. The zero Phrase is empty.
type Phrase struct {
	sentence *Sentence
	args     []arg
}

// Exact is a distance between two moments: 0.23 s, 9.47 s.
type Exact time.Duration

// Bound is what a time is at most: ≤ 0.15 s, ≤ 13.1 s.
type Bound time.Duration

// Setting is a configured duration, or a sum of some, with all of its digits: 75 ms, 2 s. So is a time.Duration.
type Setting time.Duration

// Took is how long something took: 381 ms, 1.2 s.
type Took time.Duration

// arg is one argument of a Phrase.
type arg struct {
	text   string
	phrase *Phrase
	number int64
	form   form
}

type form uint8

// The forms of an argument.
const (
	asText form = iota // a name or foreign words: the same in all languages
	asPhrase
	asNumber
	asExact
	asBound
	asSetting
	asTook
)

// Of returns the Phrase of a Sentence with its arguments. An argument is a string, which is the same in all languages,
// an int, an int64, a time.Duration, an Exact, a Bound, a Setting, a Took or a Phrase: no pointer, or all of them would move to
// the heap.
func (s *Sentence) Of(args ...any) Phrase {
	p := Phrase{sentence: s}
	if len(args) > 0 {
		p.args = make([]arg, len(args))
	}
	for i, a := range args {
		p.args[i] = argOf(a)
	}
	return p
}

func argOf(a any) arg {
	switch a := a.(type) {
	case string:
		return arg{text: a}
	case int:
		return arg{number: int64(a), form: asNumber}
	case int64:
		return arg{number: a, form: asNumber}
	case time.Duration:
		return arg{number: int64(a), form: asSetting}
	case Exact:
		return arg{number: int64(a), form: asExact}
	case Bound:
		return arg{number: int64(a), form: asBound}
	case Setting:
		return arg{number: int64(a), form: asSetting}
	case Took:
		return arg{number: int64(a), form: asTook}
	case Phrase:
		p := a // only the copy moves to the heap
		return arg{phrase: &p, form: asPhrase}
	}
	return arg{text: "?"} // a test reads all calls
}

// verbatim is foreign text.
var verbatim = row("$1", "$1")

// Text returns the Phrase of a text that is the same in all languages: from a user or a program.
func Text(text string) Phrase {
	if text == "" {
		return Phrase{}
	}
	return verbatim.Of(text)
}

// IsZero reports whether the Phrase is empty.
func (p Phrase) IsZero() bool { return p.sentence == nil }

// Is reports whether the Phrase is one of a Sentence.
func (p Phrase) Is(s *Sentence) bool { return p.sentence == s }

// Equal reports whether two Phrases have the same Sentence and arguments.
func (p Phrase) Equal(q Phrase) bool {
	return p.sentence == q.sentence && slices.EqualFunc(p.args, q.args, func(a, b arg) bool {
		if a.phrase != nil && b.phrase != nil {
			return a.phrase.Equal(*b.phrase)
		}
		return a == b
	})
}

// Shorter returns the Phrase in fewer words, if there is a shorter form.
func (p Phrase) Shorter() Phrase {
	if s, ok := shorter[p.sentence]; ok {
		p.sentence = s
	}
	return p
}

// Quotes reports whether a text is part of an argument of the Phrase.
func (p Phrase) Quotes(text string) bool {
	return slices.ContainsFunc(p.args, func(a arg) bool {
		return a.phrase != nil && a.phrase.Quotes(text) || strings.Contains(a.text, text)
	})
}

// Bounded returns the Phrase with no text longer than most bytes: longer ones are cut and end in dots.
func (p Phrase) Bounded(most int) Phrase {
	if !p.exceeds(most) {
		return p
	}
	args := slices.Clone(p.args)
	for i := range args {
		a := &args[i]
		a.text = bounded(a.text, most)
		if a.phrase != nil {
			inner := a.phrase.Bounded(most)
			a.phrase = &inner
		}
	}
	return Phrase{p.sentence, args}
}

func (p Phrase) exceeds(most int) bool {
	return slices.ContainsFunc(p.args, func(a arg) bool {
		return len(a.text) > most || a.phrase != nil && a.phrase.exceeds(most)
	})
}

func bounded(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return strings.Clone(text[:most]) + "..." // the rest may be large
}

// Counted is the sentence for a number of things: one has another form than many.
func Counted[N int | int64](n N, one, many *Sentence) *Sentence {
	if n == 1 {
		return one
	}
	return many
}
