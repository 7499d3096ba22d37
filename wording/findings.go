package wording

// What a careful reader of a fault should know. The first argument of the Lasted is what became of the node.
var (
	LastedUnknown = row("$1 for $2; whether a balancer noticed is not known: $3", "$1 на $2; заметил ли это балансировщик, неизвестно: $3")
	LastedUnseen  = row("$1 for $2, and no balancer checks it: only its clients could notice", "$1 на $2, и никто его не проверяет: заметить могли только клиенты")
	LastedOut     = row("$1 for $2, while HAProxy had already taken it out ($3)", "$1 на $2, когда HAProxy уже исключил его ($3)")
	LastedMissed  = row("$1 for $2 and $3 $4", "$1 на $2, и $3 $4")
	HealedBefore  = row("healed after $1, before $2 had to notice (within $3)", "восстановлен через $1, раньше, чем $2 должен был заметить (в пределах $3)")
	KeptUp        = row("kept it UP", "считал его UP")
	NeverSetAside = row("never set it aside", "так и не исключил его")
	DoesNotTell   = row("does not log whether it set it aside: its error_log is above warn", "не сообщает, исключил ли его: error_log выше warn")
	Because       = row("$1: $2", "$1: $2")

	KeptServer        = row("HAProxy kept $1 $2", "HAProxy считал $1 $2")
	NothingFromNginx  = row("it answers on its own page, but nginx sent it nothing within $1", "отвечает на своей странице, но nginx за $1 ничего ему не отправил")
	NoTraffic         = row("it is UP, but received no traffic within $1", "он UP, но за $1 на него не пришло трафика")
	NotBack           = row("not back $1 after its heal", "не вернулся через $1 после восстановления")
	EndedWithProcess  = row("it ended with the process, at the next fault of $1", "закончился вместе с процессом, при следующем сбое $1")
	BeganAnew         = row("$1 started again meanwhile: its earlier counts were added", "$1 за это время начал заново: прежние счётчики прибавлены")
	ClearedInItsTime  = row("$1's counters were cleared meanwhile: the earlier counts were added", "счётчики $1 за это время обнулили: прежние прибавлены")
	ServersNotRead    = row("the servers of $1 were not read", "серверы $1 не прочитаны")
	WhichServerIsThat = row("which of the servers of $1 it is, if any", "какой из серверов $1 это он, если он там есть")
)

// Contradictions about a node.
var (
	AgreeAgain   = row("$1: Docker, its balancer and its traffic agree again", "$1: Docker, балансировщик и трафик снова согласны")
	Disagree     = row("$1: $2", "$1: $2")
	Both         = row("$1; $2", "$1; $2")
	UpAs         = row("Docker: $1, HAProxy: $2 as $3", "Docker: $1, HAProxy: $2 как $3")
	UpAtHAProxy  = row("Docker: $1, HAProxy: $2", "Docker: $1, HAProxy: $2")
	NotSetAside  = row("Docker: $1, nginx has not set it aside", "Docker: $1, nginx его не исключил")
	StillSent    = row("Docker: $1, nginx still sends it requests", "Docker: $1, nginx всё ещё шлёт ему запросы")
	DownBecause  = row("Docker: $1, HAProxy: $2 ($3)", "Docker: $1, HAProxy: $2 ($3)")
	NoName       = row("its name does not resolve", "имя не разрешается")
	NginxUses    = row("nginx uses it", "nginx его использует")
	HAProxySays  = row("HAProxy: $1", "HAProxy: $1")
	YetFails     = row("$1, yet $2 % of its traffic fails", "$1, но $2 % его трафика заканчивается ошибкой")
	UnhealthyUp  = row("Docker's health check: unhealthy, HAProxy: $1", "проверка Docker: unhealthy, HAProxy: $1")
	OldData      = row("HAProxy: $1, yet its data is $2 old", "HAProxy: $1, но его данные отстают на $2")
	DataGrowsOld = row("HAProxy: $1, yet it does not replicate ($2): its data grows stale", "HAProxy: $1, но репликация не идёт ($2): его данные устаревают")
	PageIsWell   = row("its own page answers, yet nginx set it aside", "его страница в порядке, но nginx его исключил")
	MasterGone   = row("the master is $1: logins write to it and get 503$2; profiles are read from the replicas, which still answer",
		"мастер $1: вход пишет в него и получает 503$2; профили читаются с реплик, и они работают")
	SoFar       = row(" ($1 so far)", " (уже $1)")
	SlowAnswers = row("it takes $1 per answer, its siblings take $2 ($3)", "на ответ уходит $1, у таких же $2 ($3)")
	FewRequests = row("it gets $1/s, each of its siblings gets $2/s ($3)", "он получает $1/с, каждый из таких же $2/с ($3)")
)
