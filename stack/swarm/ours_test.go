package swarm

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hadash/stack/program"

	"github.com/docker/docker/client"
)

// noted is a docker command that only notes that it was called, and ends the test.
type noted struct {
	ran []string
	end func()
}

func (n *noted) Run(_ context.Context, c program.Command) error {
	n.ran = append(n.ran, strings.Join(c.Args, " "))
	n.end()
	return context.Canceled
}

func (n *noted) Find(string) bool { return true }

// A stack that somebody else has deployed under this name is not removed.
func TestOthersStackStays(t *testing.T) {
	for labels, removed := range map[string]bool{`{}`: false, `{"hadash.role":"app"}`: false, `{"hadash.image":"sha256:1"}`: true} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `[{"ID":"1","Spec":{"Name":"shop_web","TaskTemplate":{"ContainerSpec":{"Labels":%s}}}}]`, labels)
		}))
		api, err := client.NewClientWithOpts(client.WithHost("tcp://"+s.Listener.Addr().String()), client.WithVersion("1.41"))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ran := noted{end: cancel}
		stack := Stack{Name: "shop", Manager: Engine{API: api}, Run: &ran}
		_, err = stack.Remove(ctx, nil, func(string) {})
		if (len(ran.ran) > 0) != removed || err == nil || strings.Contains(err.Error(), "left alone") == removed {
			t.Errorf("%s: %v, ran %q", labels, err, ran.ran)
		}
		cancel()
		_ = api.Close()
		s.Close()
	}
}
