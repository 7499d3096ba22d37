package stack

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"hadash/stack/recipe"
)

// The line of an image names its own failure, and not that of the image because of which it is not built further.
func TestAFailureIsOfOneImage(t *testing.T) {
	u := newUpTest(t)
	others := make(chan struct{})
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("t") == "two:lab" {
			close(others)
			<-r.Context().Done()
			return
		}
		<-others
		fmt.Fprintln(w, `{"errorDetail":{"message":"it broke"},"error":"it broke"}`)
	}
	var mu sync.Mutex
	failed := map[string]string{}
	u.lab.steps = &steps{tell: func(s Step) {
		mu.Lock()
		defer mu.Unlock()
		if s.State == Failed {
			failed[s.Name] = s.Detail
		}
	}}
	var todo []build
	for _, name := range []string{"one", "two"} {
		todo = append(todo, build{Recipe: recipe.Recipe{Image: name + ":lab", FirstRun: name}, compiled: func() {}})
	}
	err := u.lab.buildAll(t.Context(), todo, true)
	if err == nil || !strings.Contains(err.Error(), "one:lab") || !strings.Contains(err.Error(), "it broke") {
		t.Errorf("got %v", err)
	}
	if got := failed["image one:lab"]; !strings.Contains(got, "it broke") {
		t.Errorf("one: %q", got)
	}
	if got := failed["image two:lab"]; got != "stopped, because another image could not be built" {
		t.Errorf("two: %q", got)
	}
}
