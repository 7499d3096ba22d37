package wording

// The load.
var (
	LoadStarted   = row("load started", "нагрузка пошла")
	LoadEnded     = row("load ended", "нагрузка закончилась")
	LoadRuns      = row("load: $1 VUs", "нагрузка, VU: $1")
	LoadAsked     = row("load: $1 VUs requested", "запрошена нагрузка, VU: $1")
	LoadStopAsked = row("load: stop requested", "запрошена остановка нагрузки")
)
