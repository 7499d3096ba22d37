package cut

import (
	"bufio"
	"errors"
	"io"
	"strconv"
)

const (
	// longestCount is how many digits the length of a message may have, and longestFrame how long it may be.
	longestCount = 7
	longestFrame = 1 << 20
)

var errLength = errors.New("a message is longer than any can be")

// Frames calls each for every message of a stream: after its length, or up to the end of its line (RFC 6587). A message that is none does
// not end it.
func Frames(from io.Reader, each func(text []byte)) error {
	r := bufio.NewReaderSize(from, Longest)
	for {
		n, err := counted(r)
		switch {
		case err != nil:
			return err
		case n > longestFrame:
			return errLength
		case n > 0:
			err = exactly(r, n, each)
		default:
			err = line(r, each)
		}
		if err != nil {
			return err
		}
	}
}

// counted reads the length before a message; 0 if there is none.
func counted(r *bufio.Reader) (int, error) {
	for i := 0; ; i++ {
		head, err := r.Peek(i + 1)
		if err != nil {
			if i > 0 {
				return 0, nil //nolint:nilerr // the last line is short
			}
			return 0, err
		}
		switch c := head[i]; {
		case c-'0' <= 9 && i < longestCount && head[0] != '0':
		case c == ' ' && i > 0:
			if next, err := r.Peek(i + 2); err != nil || next[i+1] != '<' {
				return 0, nil //nolint:nilerr // a line that begins with a number
			}
			n, _ := strconv.Atoi(string(head[:i])) // digits
			_, err := r.Discard(i + 1)
			return n, err
		default:
			return 0, nil
		}
	}
}

// exactly reads a message of a length.
func exactly(r *bufio.Reader, n int, each func(text []byte)) error {
	text := make([]byte, min(n, Longest))
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	each(text)
	_, err := r.Discard(n - len(text))
	return err
}

// line reads a message up to the end of its line.
func line(r *bufio.Reader, each func(text []byte)) error {
	text, err := r.ReadSlice('\n')
	if len(text) > 0 {
		each(text)
	}
	for errors.Is(err, bufio.ErrBufferFull) { // the rest of a long line
		_, err = r.ReadSlice('\n')
	}
	return err
}
