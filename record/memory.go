package record

import (
	"bytes"
	"errors"
	"unsafe"
)

// need is the memory that a line needs when it is read.
type need struct {
	bytes   int
	objects int // elements of its lists, about
}

// The memory of an object and of a plain value: at most what encoding/json allocates for the largest, except for
// HAProxy's readings.
const (
	objectBytes = 300
	valueBytes  = 16
)

// weigh returns the most memory that a line of JSON needs.
func weigh(line []byte) need {
	n := need{bytes: len(line)}
	values := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '{':
			n.objects++
		case ',', '[':
			values++
		case '"':
			i = textEnd(line, i)
		}
	}
	n.bytes += objectBytes*n.objects + valueBytes*values
	n.objects += values / stepElems
	return n
}

// textEnd returns the end of the text that begins at i.
func textEnd(line []byte, i int) int {
	i++
	switch n := bytes.IndexByte(line[i:], '"'); {
	case n < 0:
		return len(line)
	case bytes.IndexByte(line[i:i+n], '\\') < 0:
		return i + n
	}
	for ; i < len(line) && line[i] != '"'; i++ {
		if line[i] == '\\' {
			i++
		}
	}
	return min(i, len(line))
}

var (
	errTooMuch = errors.New("needs more memory than a sample may")
	errSources = errors.New("has one source more than a recording may")
	errHeld    = errors.New("needs more memory than all sources together may")
)

// memory counts the memory of the last values of all sources.
type memory struct {
	most, bytes int
	of          map[stream]int
}

func newMemory(most int) memory { return memory{most: most, of: map[stream]int{}} }

// add records the memory of a source's last value; false if that is too much.
func (m *memory) add(k stream, bytes int) bool {
	if m.bytes-m.of[k]+bytes > m.most {
		return false
	}
	m.bytes += bytes - m.of[k]
	m.of[k] = bytes
	return true
}

// sizeOf returns how many bytes a value of a type takes, without what it points to.
func sizeOf[T any]() int {
	var v T
	return int(unsafe.Sizeof(v))
}

// size returns roughly how much memory a reading needs.
func (h *HAProxy) size() int {
	n := len(h.Proxies)*sizeOf[Proxy]() + len(h.Servers)*sizeOf[Server]() + len(h.Listeners)*sizeOf[Listener]() + len(h.Rows)*sizeOf[Row]()
	n += textsSize(proxyRows, h.Proxies) + textsSize(serverRows, h.Servers) + textsSize(listenerRows, h.Listeners)
	for i := range h.More {
		c := &h.More[i]
		n += sizeOf[Column]() + len(c.Numbers)*sizeOf[int64]()
		for _, text := range c.Texts {
			n += sizeOf[string]() + len(text)
		}
	}
	return n
}

// textsSize returns the memory of the texts of rows.
func textsSize[Row any](k *rowKind[Row], rows []Row) (n int) {
	for i := range rows {
		n += len(k.status(&rows[i]).Text)
		for _, c := range k.texts {
			n += len(*c(&rows[i]))
		}
	}
	return n
}

// fits reports whether the lists of a reading are within a recording's limits.
func (h *HAProxy) fits() bool {
	if h == nil {
		return true
	}
	most := max(len(h.Proxies), len(h.Servers), len(h.Listeners), len(h.Rows), len(h.Columns), len(h.More))
	for i := range h.More {
		most = max(most, len(h.More[i].Numbers), len(h.More[i].Texts))
	}
	return most <= MaxElems
}
