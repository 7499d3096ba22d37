package record

import "encoding/json"

type Type struct{}

var types []Type

type encoder struct{}

func newEncoder() *encoder { return &encoder{} }

func (e *encoder) sample(s *Sample) []byte {
	b, _ := json.Marshal(s)
	return append(b, '\n')
}
