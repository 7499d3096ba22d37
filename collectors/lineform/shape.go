package lineform

import "strings"

// Shape is what the value of a variable looks like.
type Shape uint8

// The shapes.
const (
	Any      Shape = iota // any text, up to the literal that follows
	Word                  // text without a space
	Number                // digits, perhaps with a sign and a point; "-"; nothing
	Fixed                 // as many bytes as Width, the first of them a digit
	Bytes                 // as many bytes as Width
	List                  // nginx's lists: "a:1, b:2 : c:3"
	Path                  // text that begins with a slash where no literal comes before it
	Request               // the first line of a request: "GET /x HTTP/1.1"
	Captures              // HAProxy's captured headers, "{a|b}", or nothing
)

// ends returns where a value of a fixed shape ends that begins at the front of a text; -1 if none does. sized is false if
// the shape leaves its end to the literal that follows.
func (p *Part) ends(s string) (end int, sized bool) {
	switch p.Shape {
	case Number:
		return numberEnd(s), true
	case Fixed, Bytes:
		if len(s) < p.Width || p.Shape == Fixed && s[0]-'0' > 9 {
			return -1, true
		}
		return p.Width, true
	case Captures:
		if s == "" || s[0] != '{' {
			return 0, true
		}
		return strings.IndexByte(s, '}') + 1, true
	}
	return -1, false
}

func numberEnd(s string) int {
	i := 0
	if i < len(s) && s[i] == '+' {
		i++
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	for i < len(s) && (s[i]-'0' <= 9 || s[i] == '.') {
		i++
	}
	return i
}

// listEnd returns where a list ends that stands between spaces.
func listEnd(s string) int {
	i := 0
	for {
		for i < len(s) && s[i] != ' ' && s[i] != ',' {
			i++
		}
		switch rest := s[i:]; {
		case strings.HasPrefix(rest, ", "):
			i += len(", ")
		case strings.HasPrefix(rest, " : "):
			i += len(" : ")
		default:
			return i
		}
	}
}

// fits reports whether a value is certainly of a shape: a path, or what stands for none; a whole request.
func (s Shape) fits(value string) bool {
	switch s {
	case Path:
		return strings.HasPrefix(value, "/") || value == "*" || value == "-"
	case Request:
		return EndsInProtocol(value)
	}
	return true
}

// EndsInProtocol reports whether a request is whole: it ends like " HTTP/1.1".
func EndsInProtocol(request string) bool {
	i := strings.LastIndex(request, " HTTP/")
	if i < 0 {
		return false
	}
	version := request[i+len(" HTTP/"):]
	return len(version) >= 1 && len(version) <= 3 && strings.Trim(version, "0123456789.") == ""
}
