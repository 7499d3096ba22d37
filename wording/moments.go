package wording

// What showed that a node serves again.
var (
	Answers           = row("$1 answers", "$1 отвечает")
	AnswersOnPage     = row("$1 answers on its own page", "$1 отвечает на своей странице")
	ServesByPage      = row("$1 serves requests, by its own page", "$1 обслуживает запросы, по его странице")
	AnswersNginx      = row("$1 answers nginx", "$1 отвечает nginx")
	AnswersRequests   = row("$1 answers requests", "$1 отвечает на запросы")
	GetsSessions      = row("$1/$2 gets sessions", "$1/$2 получает сессии")
	GivesSessions     = row("$1 sends sessions to servers", "$1 раздаёт сессии серверам")
	SendsRequests     = row("$1 sends requests", "$1 отправляет запросы")
	AnsweredThrough   = row("requests are answered through $1", "на запросы через $1 приходят ответы")
	EveryReplicaTakes = row("every replica replicates from it again", "все реплики снова получают от него данные")
	CalledUp          = row("HAProxy reports it UP", "HAProxy считает его UP")
	RepeatsReads      = row("$1 retries reads", "$1 повторяет чтения")
	RepeatsReadsOf    = row("$1 retries reads that $2 did not answer", "$1 повторяет чтения, на которые не ответил $2")
	LineMeans         = row("$1  ($2)", "$1  ($2)") // a line of a log, and what it says in words
)

// The precision of a moment, and its source.
var (
	SoBefore       = row("it was so before watching began; since when is not known", "так было до начала наблюдения, с какого времени, неизвестно")
	ByLastchg      = row("±$1, HAProxy's lastchg", "±$1, lastchg HAProxy")
	LateByLog      = row("up to $1 late, from the log", "по журналу, опоздание до $1")
	LateByClient   = row("up to $1 late, the client's record", "по записи клиента, опоздание до $1")
	FirstSignFirst = row("the first sign; Docker's event came $1 later", "первый признак; событие Docker пришло на $1 позже")
	LateByProbe    = row("±$1, the probe's record", "±$1, запись пробника")
	ByProbe        = row("±1 ms, the probe's record", "±1 мс, запись пробника")
	LateByPoll     = row("up to $1 late, seen by polling", "по опросу, опоздание до $1")
	ByPoll         = row("seen by polling", "по опросу")
	ByDocker       = row("exact, Docker's event", "точно, событие Docker")
	ByClient       = row("±1 ms, the client's record", "±1 мс, запись клиента")
	WhenAsked      = row("when it was requested", "момент команды")
	ByCount        = row("at the latest, counted in the log", "не позже, подсчитано по журналу")
	ByLog          = row("exact, from the log", "точно, из журнала")
)

// When HAProxy's page was read.
var (
	BeforeFirstFault = row("before the first fault", "до первого сбоя")
	DuringFault      = row("during $1, just before its heal", "во время сбоя ($1), перед восстановлением")
	DuringOutage     = row("during $1, just before it was over", "во время отказа ($1), перед его концом")
	AtTheEnd         = row("at the end", "в конце")
)
