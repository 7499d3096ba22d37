package cost

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"

	"github.com/charmbracelet/x/ansi"
)

// Before the first fault the card says what may be broken at the chosen node and what that would do. Where nothing can be
// broken it offers nothing.
func TestEmptyCard(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if s.Act != nil && s.Act.Inject != nil {
			break
		}
		f = incident.Fold(f, s)
	}
	drawn := func(hands bool, node string) string {
		c := contextOf(&f)
		c.Screen, c.Keys, c.Predict = &paint.Screen{}, keys.New(nil), (*incident.Frame).Predict
		c.Keys.Switch(hands, keys.World...)
		c.Chosen = ui.NodeID{Name: node}
		c.Screen.Resize(90, 10)
		var p Pane
		p.Draw(c, paint.Area(0, 0, 90, 10))
		return ansi.Strip(c.Screen.String())
	}
	for _, x := range []struct {
		name string
		text string
		want []string
		not  string
	}{
		{"with hands", drawn(true, "mysql-slave2"), []string{"Break something:", "s  stop   mysql-slave2  2 stay up · ", "p  freeze mysql-slave2  2 stay up · ", "HAProxy will not notice", "counted here"}, "from here"},
		{"only watching", drawn(false, "mysql-slave2"), []string{"nothing was broken from here"}, "Break something"},
		{"no node chosen", drawn(true, ""), []string{"Nothing was broken yet."}, "stop"},
	} {
		for _, want := range x.want {
			if !strings.Contains(x.text, want) {
				t.Errorf("%s: no %q:\n%s", x.name, want, x.text)
			}
		}
		if strings.Contains(x.text, x.not) {
			t.Errorf("%s: %q:\n%s", x.name, x.not, x.text)
		}
	}
}
