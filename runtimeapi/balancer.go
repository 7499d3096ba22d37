// Package runtimeapi changes servers of a running HAProxy through its Runtime API, wherever that is reached, and through its stats
// page. Faults at HAProxy are made and undone here, whatever the HAProxy runs on.
package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hadash/journal"
)

// balancerLimit bounds the wait for one answer of HAProxy, which answers at once or, when paused, never.
const balancerLimit = 3 * time.Second

// Balancer is a HAProxy of the project, and the addresses of its interfaces. Status and Admin are nil if there is no
// address; NoStatus and NoAdmin then say why.
type Balancer struct {
	Node     string
	Status   *url.URL // its statistics as CSV
	Insecure bool     // the certificate of that page is not checked
	NoStatus error
	Admin    *url.URL // its Runtime API
	NoAdmin  error
	Inside   Asker // the way to Admin if no address of it can be dialled from here

	// Serves says, of a HAProxy without labels, which of its servers each node is, as "backend/server"; nil = not known.
	Serves map[string][]string
}

// Asker sends one line to a Runtime API and returns its answer. ErrNobody means that the line was not taken, ErrDoubt that this is not
// known.
type Asker interface {
	Ask(ctx context.Context, line string) (string, error)
}

// adminLabel is the label of a container that says where its Runtime API is.
const adminLabel = "hadash.admin"

// maxAnswer bounds an answer.
const maxAnswer = 4 << 20

// ErrNobody marks that there is no Runtime API to talk to, so nothing can have changed.
var ErrNobody = errors.New("no Runtime API")

// ErrDoubt marks that a command was sent and not answered, so it may have been obeyed, or will be: a frozen HAProxy
// executes it when it is thawed.
var ErrDoubt = errors.New("it may have taken effect anyway")

// Unanswered is the error of a line that was sent and not answered. Nobody need fear that a question took effect, so its error does not
// say that; ErrDoubt is in both.
func Unanswered(line string, err error) error {
	if asks(line) {
		return question{err}
	}
	return fmt.Errorf("%w: %w", ErrDoubt, err)
}

// asks reports whether a line only asks.
func asks(line string) bool {
	return strings.HasPrefix(line, "show ") || strings.HasPrefix(line, "get ")
}

// question is the error of a question without an answer.
type question struct{ error }

func (q question) Unwrap() []error { return []error{q.error, ErrDoubt} }

// ErrGone marks that HAProxy is not running or does not know the server, so no fault is left there.
var ErrGone = errors.New("nothing to change there")

// found reports whether the balancer has no labels: then its page is not known here, and changes are made at its Runtime API
// or not at all.
func (b Balancer) found() bool { return b.Status == nil && b.NoStatus == nil }

// MayChange returns an error if the Runtime API takes no changes. A HAProxy that does not know the question is not doubted.
func (b Balancer) MayChange(ctx context.Context) error {
	switch level, err := b.Ask(ctx, "show cli level"); {
	case err != nil:
		return err
	case level == "user", level == "operator":
		return fmt.Errorf("its Runtime API only takes changes at `level admin`, which its `stats socket` needs; it has level %s", level)
	}
	return nil
}

// Weights returns a server's weight as it was set, which slowstart does not change, and its configured one.
func (b Balancer) Weights(ctx context.Context, s journal.Server) (now, initial string, err error) {
	now, initial, err = b.weights(ctx, s.Name())
	return now, initial, b.onlyThere(err)
}

// WeightOf returns that percentage of a configured weight, as HAProxy rounds it (server_parse_weight_change_request);
// "" if it is no number.
func WeightOf(initial string, percent int) string {
	n, err := strconv.Atoi(initial)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n * percent / 100)
}

// weights returns a server's current weight, as it was set, and its configured one.
func (b Balancer) weights(ctx context.Context, server string) (now, initial string, err error) {
	answer, err := b.Ask(ctx, "get weight "+server)
	if err != nil {
		return "", "", err
	}
	now, rest, ok := strings.Cut(answer, " ")
	initial, configured := strings.CutPrefix(strings.TrimSuffix(rest, ")"), "(initial ")
	if !ok || !configured {
		return "", "", refusal(answer)
	}
	return now, initial, nil
}
