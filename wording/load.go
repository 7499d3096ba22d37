package wording

// The load.
var (
	LoadStarted   = row("load started", "нагрузка пошла")
	LoadEnded     = row("load ended", "нагрузка закончилась")
	LoadRuns      = row("load: $1 users", "нагрузка, пользователей: $1")
	LoadAsked     = row("load: $1 users requested", "запрошена нагрузка, пользователей: $1")
	LoadStopAsked = row("load: stop requested", "запрошена остановка нагрузки")
)
