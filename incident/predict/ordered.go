package predict

import (
	"hadash/record"
	"hadash/wording"
)

// Ordered is the prediction for a fault that is an order to HAProxy: there is nothing to detect.
func Ordered(kind record.FaultKind) Prediction {
	if kind == record.ShutSessions {
		return Prediction{Known: true, Why: wording.SessionsAtOnce.Of()}
	}
	return Prediction{Known: true, Why: wording.ToldHAProxy.Of()}
}

// Health is the prediction for a server whose health is set to down. Its checks go on: the next one comes when it was due, and
// with rise of them in a row it is UP again (src/check.c); an agent alone says so at once. Measured with HAProxy 2.6.
func Health(c *record.Check, row *record.Server) Prediction {
	if c == nil {
		return Ordered(record.SetHealth)
	}
	how := Checking{Check: c, Row: row}
	_, doubted := how.Doubt(record.SettingCheck)
	rise := count(row.CheckRise, c.Rise)
	switch _, is := how.Doubt(record.SettingInter, record.SettingFastinter, record.SettingSpread, record.SettingRise); {
	case doubted:
		return Ordered(record.SetHealth)
	case c.On && is:
		return Prediction{Known: true, Why: wording.DownUntilChecked.Of()}
	case c.On:
		after := how.spread(c.Inter) + Times(rise-1, how.spread(c.Fastinter))
		return Prediction{Known: true, Why: wording.DownUntilPassed.Of(rise, wording.Setting(after))}
	case c.Agent:
		return Prediction{Known: true, Why: wording.DownUntilAgent.Of()}
	}
	return Prediction{Known: true, Why: wording.DownUnchecked.Of()}
}
