package commands

import "strings"

// LimitName is the command that arms a limit.
const LimitName = "abort-when"

// limitCommand is the command that sets the limit, and says which one is armed.
func (s *Scene) limitCommand() []Item {
	if !s.Limits {
		return nil
	}
	does := "heals what was broken here when it holds, as visible > 20"
	if s.Armed != "" {
		does = "now: " + s.Armed + "; type another, or off"
	}
	return []Item{{Text: LimitName, Does: does, Takes: "[CONDITION]", Also: "limit guard stop harm", Order: Order{Kind: TypeLimit}}}
}

// limitSet is the command with its condition.
func (s *Scene) limitSet(text string) []Item {
	item := Item{Text: LimitName + " " + text, Does: "heals what was broken here when it holds", Order: Order{Kind: Limit, Text: text}}
	if err := s.CheckLimit(text); err != nil {
		item.Why = err.Error()
	}
	if strings.EqualFold(text, "off") {
		item.Does = "removes the limit"
	}
	return []Item{item}
}
