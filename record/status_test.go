package record

import "testing"

// The texts are those of facts seen on HAProxy 2.6, 3.0 and 3.4 and in src/stats-proxy.c.
func TestParseStatus(t *testing.T) {
	for text, want := range map[string]Status{
		"UP":                 {State: Up},
		"UP 1/3":             {State: GoingDown, N: 1, Of: 3},
		"UP 1/4":             {State: GoingDown, N: 1, Of: 4},
		"UP (3/3)":           {State: Up},
		"UP (UNPUB)":         {State: Up},
		"DOWN":               {State: Down},
		"DOWN 1/2":           {State: GoingUp, N: 1, Of: 2},
		"DOWN (agent)":       {State: Down},
		"NOLB":               {State: Nolb},
		"NOLB 1/3":           {State: Nolb, N: 1, Of: 3},
		"DRAIN":              {State: Drain},
		"DRAIN 1/3":          {State: Drain, N: 1, Of: 3},
		"DRAIN (agent)":      {State: Drain},
		"no check":           {State: NoCheck},
		"MAINT":              {State: Maint},
		"MAINT (via be/db1)": {State: Maint},
		"MAINT (resolution)": {State: Maint},
		"OPEN":               {State: Up},
		"STOP":               {State: Down},
		"PAUSED":             {State: Maint},
		"FULL":               {State: Full},
		"WAITING":            {State: Full},
		"MAINT(via be/db1)":  {State: Maint},
		"UP -1/3":            {State: GoingDown, N: -1, Of: 3},
		"UP 0/3":             {State: GoingDown, Of: 3},
		"DOWN -2/5":          {State: GoingUp, N: -2, Of: 5},
		"UP 1/0":             {State: Up},
		"UP -/3":             {State: Up},
		"UP --1/3":           {State: Up},
		"UP 2/3 (agent)":     {State: GoingDown, N: 2, Of: 3},
		"UP 99999999999999999999/99999999999999999999": {State: GoingDown},
		"no":                   {},
		"":                     {},
		"UPSIDE 1/2":           {},
		"WHAT A NEW STATE 1/2": {},
	} {
		want.Text = text
		if got := ParseStatus(text); got != want {
			t.Errorf("ParseStatus(%q) = %+v, want %+v", text, got, want)
		}
	}
}

func TestServing(t *testing.T) {
	for s := Unknown; s <= Full; s++ {
		want := s == Up || s == GoingDown || s == NoCheck
		if s.Serving() != want {
			t.Errorf("%v.Serving() = %v", s, !want)
		}
	}
}
