package wording

// What comes near its limit at HAProxy, and does not any more. Numbers are of now and of the limit.
var (
	NearMaxconn     = row("$1 nears its maxconn: $2 of $3 connections", "$1: близко к maxconn, соединений $2 из $3")
	NearFrontend    = row("frontend $1 nears its maxconn: $2 of $3 sessions", "frontend $1: близко к maxconn, сессий $2 из $3")
	NearServer      = row("$1 nears its maxconn: $2 of $3 sessions", "$1: близко к maxconn, сессий $2 из $3")
	NearServerQueue = row("$1 nears its maxconn: $2 of $3 sessions, $4 wait in its backend", "$1: близко к maxconn, сессий $2 из $3, в очереди backend ждут $4")
	NearQueue       = row("$1 nears its maxqueue: $2 of $3 wait", "$1: близко к maxqueue, в очереди $2 из $3")
	NearBusy        = row("$1 has no time left: idle $2 %", "$1 занят почти всё время: простой $2 %")

	FarMaxconn  = row("$1 is far from its maxconn again: $2 of $3 connections", "$1: до maxconn снова далеко, соединений $2 из $3")
	FarFrontend = row("frontend $1 is far from its maxconn again: $2 of $3 sessions", "frontend $1: до maxconn снова далеко, сессий $2 из $3")
	FarServer   = row("$1 is far from its maxconn again: $2 of $3 sessions", "$1: до maxconn снова далеко, сессий $2 из $3")
	FarQueue    = row("$1 is far from its maxqueue again: $2 of $3 wait", "$1: до maxqueue снова далеко, в очереди $2 из $3")
	FarBusy     = row("$1 has time left again: idle $2 %", "$1 снова успевает: простой $2 %")
)

// Why a figure of sessions, queues or limits is not known.
var (
	HAProxyHides = row("HAProxy does not show $1 of $2", "HAProxy не показывает $1 у $2")
	No5xx        = row("the answers of $1 are not known: it is not in HTTP mode, or its page was not read twice yet", "ответы $1 неизвестны: он не в режиме HTTP, или его страница ещё не прочитана дважды")
	No5xxLogged  = row("the answers of $1 are not known: no access log of nginx has them. A log_format with $2 and $3 brings them", "ответы $1 неизвестны: их нет в журнале доступа nginx. Их добавит log_format с $2 и $3")
	HasNoLimit   = row("$1 has no limit that HAProxy shows", "у $1 нет ограничения, которое показывает HAProxy")
)
