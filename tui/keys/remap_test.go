package keys

import (
	"strings"
	"testing"
)

func TestCheckKeys(t *testing.T) {
	for name, tt := range map[string]struct {
		over map[string][]string
		want []string // part of each problem; none: it is well
	}{
		"nothing":             {nil, nil},
		"another key":         {map[string][]string{"stop": {"ctrl+s", "F5"}}, nil},
		"no key":              {map[string][]string{"freeze": {}}, nil},
		"swapped":             {map[string][]string{"stop": {"x"}, "kill": {"s"}}, nil},
		"unknown action":      {map[string][]string{"stopp": {"s"}}, []string{"stopp: no such action; did you mean stop?"}},
		"unknown key":         {map[string][]string{"stop": {"ctrl+f99"}}, []string{`stop: "ctrl+f99" is not a key`}},
		"two on one":          {map[string][]string{"stop": {"x"}}, []string{`stop: "x" is already bound to kill`}},
		"both given":          {map[string][]string{"stop": {"f5"}, "note": {"f5"}}, []string{`"f5" is already bound to`}},
		"page against world":  {map[string][]string{"stop": {"f6"}, "pick": {"f6"}}, []string{`"f6" is already bound to`}},
		"replay against live": {map[string][]string{"stop": {"]"}}, nil},
		"replay and screen":   {map[string][]string{"faster": {"?"}}, []string{`faster: "?" is already bound to help`}},
		"question":            {map[string][]string{"yes": {"j"}}, nil},
		"yes and no":          {map[string][]string{"yes": {"n"}}, []string{`yes: "n" is already bound to no`}},
		"letters are typed":   {map[string][]string{"erase": {"x"}}, []string{`erase: "x" is needed for typing`}},
		"no way to answer":    {map[string][]string{"yes": {}}, []string{"yes: it needs a key"}},
		"ctrl+c":              {map[string][]string{"stop": {"ctrl+c"}}, []string{"stop: ctrl+c always quits"}},
		"quit keeps ctrl+c":   {map[string][]string{"quit": {}}, nil},
		"quit and close":      {map[string][]string{"quit": {"Q"}, "close": {"Q", "esc"}}, nil},
		"a page":              {map[string][]string{"truth": {"f2"}, "logs": {"f4"}, "page-up": {"PgUp", "alt+v"}}, nil},
	} {
		err := Check(tt.over)
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
			continue
		}
		for i := range got {
			if !strings.Contains(got[i], tt.want[i]) {
				t.Errorf("%s: %q, want %q", name, got[i], tt.want[i])
			}
		}
	}
}

// Every action has a name of its own, and the usual keys of all of them are valid and free of conflicts.
func TestUsualKeysAreValid(t *testing.T) {
	over := map[string][]string{}
	for _, a := range Settings(nil) {
		if _, twice := over[a.Action]; twice || len(a.Keys) == 0 || !a.Usual {
			t.Errorf("%s: %+v", a.Action, a)
		}
		over[a.Action] = a.Keys
	}
	if err := Check(over); err != nil {
		t.Error(err)
	}
	for _, a := range Settings(over) {
		if !a.Usual {
			t.Errorf("%s: %q spelled out is not the same", a.Action, a.Keys)
		}
	}
}
