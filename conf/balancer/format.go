package balancer

// Format is the format of a log's lines, as a configuration has it.
type Format struct {
	Name   string // of nginx's log_format; of HAProxy's option where it names one: "httplog clf"
	Escape string // nginx: "json", "none", "default" or "", which is the same
	Text   string // as written, without the quotes; "" for an option of HAProxy's
}
