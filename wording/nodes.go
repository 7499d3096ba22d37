package wording

// Containers and processes.
var (
	JoinedAs         = row("$1 joined as $2", "$1 занял место $2")
	SlotTaken        = row("$1 has a server now", "у $1 теперь есть сервер")
	NodeLeft         = row("$1 left", "$1 удалён")
	ContainerStarted = row("$1 container started", "контейнер $1 запущен")
	OutOfMemory      = row("$1 ran out of memory", "$1: не хватило памяти")
	ToldToReload     = row("$1 was told to reload (SIGHUP)", "$1: команда перечитать настройки (SIGHUP)")
	Exited           = row("$1 exited", "$1 завершился")
	ExitedWith       = row("$1 exited, code $2", "$1 завершился, код $2")
	HealthCheck      = row("$1 health check: $2", "$1: проверка Docker: $2")

	NewProcess      = row("$1 is a new process: its counters started from zero", "$1: новый процесс, счётчики с нуля")
	NewPid          = row("$1 is a new process, $2 after $3: reloaded or restarted; its counters started from zero", "$1: новый процесс, $2 после $3, перезагрузка настроек или запуск заново; счётчики с нуля")
	Reloaded        = row("$1 was reloaded: new process $2 after $3; its counters started from zero", "$1 перечитал настройки: новый процесс $2 после $3; счётчики с нуля")
	OldHad          = row("$1; the old one had $2 sessions when last seen", "$1; у старого при последнем ответе было сессий: $2")
	OldHadOne       = row("$1; the old one had $2 session when last seen", "$1; у старого при последнем ответе было сессий: $2")
	OldKeeps        = row("$1: old worker $2 keeps $3 sessions after the reload", "$1: старый рабочий процесс $2 после перезагрузки настроек держит сессий: $3")
	OldKeepsOne     = row("$1: old worker $2 keeps $3 session after the reload", "$1: старый рабочий процесс $2 после перезагрузки настроек держит сессий: $3")
	OldRuns         = row("$1: old worker $2 still runs after the reload", "$1: старый рабочий процесс $2 после перезагрузки настроек ещё работает")
	OldEnded        = row("$1: old worker $2 has ended", "$1: старый рабочий процесс $2 завершился")
	OldEndedWith    = row("$1: old worker $2 has ended; it had $3 sessions when last seen", "$1: старый рабочий процесс $2 завершился; при последнем ответе у него было сессий: $3")
	OldEndedWithOne = row("$1: old worker $2 has ended; it had $3 session when last seen", "$1: старый рабочий процесс $2 завершился; при последнем ответе у него было сессий: $3")
	ReloadFailed    = row("$1: a reload failed, so it runs with the configuration of before", "$1: перезагрузка настроек не удалась, работает с прежними")
	ChangedSince    = row("$1: $2 was changed $3 after it was read: what hadash reads from it may not be what runs", "$1: $2 изменён через $3 после того, как его прочитали: работать может не то, что в нём сейчас")
	ChangedPerhaps  = row("$1: $2 was changed $3 after the container started; whether it was read again since is not known", "$1: $2 изменён через $3 после запуска контейнера; перечитан ли он с тех пор, не известно")
	CountersCleared = row("$1: its counters were cleared; the process is the same", "$1: счётчики кто-то обнулил, процесс тот же")
	CountersFell    = row("$1: its counters started from zero: a new process, or they were cleared", "$1: счётчики с нуля: процесс новый, или их кто-то обнулил")
)

// Pairs: nodes that share an address.
var (
	TookAddress    = row("$1 took the address of its pair", "$1 взял адрес пары")
	TookTheAddress = row("$1 took the address $2", "$1 взял адрес $2")
	HasAddress     = row("$1 has the address $2", "адрес $2 у $1")
	StandsBy       = row("$1 stands by: another one has the address", "$1 в резерве: адрес у другого")
	CannotHave     = row("$1 cannot have the address: its interface is gone, or its check of HAProxy fails", "$1 не может держать адрес: нет интерфейса, или проверка HAProxy не проходит")
	GivesAway      = row("$1 gave the address away: its keepalived ends", "$1 отдал адрес: keepalived завершается")

	ItTookAddress    = row("took the address of its pair", "взял адрес пары")
	ItTookTheAddress = row("took the address $1", "взял адрес $1")
	ItHasAddress     = row("has the address $1", "держит адрес $1")
	ItStandsBy       = row("stands by: another one has the address", "в резерве: адрес у другого")
	ItCannotHave     = row("cannot have the address", "не может держать адрес")
	ItGivesAway      = row("gave the address away", "отдал адрес")

	OneAndAnother = row("$1 and $2", "$1 и $2")
	BothHave      = row("$1 both have the address $2, by their logs", "$1: адрес $2 у обоих, по их журналам")
	BothActive    = row("$1 both have the address of their pair, by their logs", "$1: адрес пары у обоих, по их журналам")
	AllHave       = row("$1 have the address $2 at once, by their logs", "$1: адрес $2 у всех сразу, по их журналам")
	AllActive     = row("$1 have the address of their pair at once, by their logs", "$1: адрес пары у всех сразу, по их журналам")
	HasItToo      = row("its log says that it has the address, and so does that of $1", "по журналу адрес у него, и по журналу $1 тоже")
	BothNoMore    = row("$1 had the address at once for $2: $3 has it no more", "$1 держали адрес одновременно $2: у $3 его больше нет")

	BothAreActive = row("both active", "активны оба")

	IsActive    = row("active", "активный")
	IsOutOfPair = row("out of the pair", "вне пары")
	LostAddress = row("lost the address", "потерял адрес")
	PairUnknown = row("pair: not known", "пара: не известно")
)

// Sources.
var (
	DoesNotAnswer = row("$1 does not answer: $2", "$1 не отвечает: «$2»")
	AnswersAgain  = row("$1 answers again", "$1 снова отвечает")
	PartlyRead    = row("$1: a row of its statistics cannot be read and is skipped: $2", "$1: одна строка статистики не читается и пропущена: «$2»")
	AccessUnread  = row("$1: access lines were not read and are not counted: $2", "$1: строки журнала доступа не прочитаны, и в числах их нет: «$2»")

	ReadRarely = row("$1 HAProxies: each is read every $2, not every $3. To read all of them takes $4 of a processor, and hadash leaves most of it to others. What a poll finds is up to $2 late. A longer --interval or fewer targets would fit",
		"HAProxy: $1, каждый читается раз в $2, а не раз в $3. Прочитать все занимает $4 процессора, и hadash оставляет большую его часть другим. Найденное опросом опаздывает не более чем на $2. Уместились бы больший --interval или меньше целей")
	WasReadRarely = row("each of $1 HAProxies every $2 at times, not every $3: to read all of them took $4 of a processor. What a poll found is up to $2 late",
		"каждый HAProxy из $1 временами раз в $2, а не раз в $3: прочитать все занимало $4 процессора. Найденное опросом опаздывает не более чем на $2")

	SessionsUnread = row("$1: sessions in its log were not read and are not counted: $2", "$1: сеансы в журнале не прочитаны, и в числах их нет: «$2»")
)

// Servers and backends at HAProxy. The second argument of ServerIs is HAProxy's word, or that a server goes up or down.
var (
	ServerIs        = row("$1 $2", "$1 $2")
	TakenForUp      = row("$1 is taken for UP by the new process, which has not checked it yet ($2)", "$1: новый процесс считает сервер работающим, но ещё не проверял его ($2)")
	ServerRemoved   = row("$1 is no server of $2 any more", "$1: у $2 такого сервера больше нет")
	ServerAdded     = row("$1 is a server of $2 now, $3", "$1: теперь сервер у $2, $3")
	ServersRelisted = row("$1 has other servers now: $2 were added, $3 removed", "$1: серверы теперь другие, добавлено $2, убрано $3")
	GoingDown       = row("going down", "UP, но проверки не проходят")
	GoingUp         = row("going up", "DOWN, но проверки уже проходят")
	CheckedAfter    = row("$1, $2 after $3 ms", "$1, $2 через $3 мс")
	LastCheckSaid   = row("$1: $2", "$1: «$2»")
	NotResolved     = row("$1: its name does not resolve", "$1: имя не разрешается")
	Reason          = row("$1, $2", "$1: «$2»")
	FurtherReason   = row("$1, $2", "$1, «$2»")
	SessionsOnIt    = row("$1, $2 sessions on it", "$1, сессий на нём: $2")
	SessionOnIt     = row("$1, $2 session on it", "$1, сессий на нём: $2")
	CheckFailed     = row("$1 check failed ($2): $3", "$1: проверка не прошла ($2): «$3»")
	AgentFailed     = row("$1 agent check failed ($2): $3", "$1: проверка агента не прошла ($2): «$3»")
	NoServerLeft    = row("$1 $2 has no server available!", "$1 $2 has no server available!") // HAProxy's own sentence
	Moved           = row("$1: connections retried or moved to another server", "$1: соединения повторены или переданы другому серверу")
	WeightIs        = row("$1 weight $2, was $3", "$1: вес $2, был $3")
	PerhapsByAgent  = row("$1 (perhaps by its agent check)", "$1 (возможно, его проверкой агента)")
	SessionEnded    = row("$1 $2: $3", "$1 $2: $3")
)

// Instances behind nginx, and what clients were answered.
var (
	UpstreamFailed = row("$1: $2", "$1: «$2»")
	StopsChoosing  = row("$1: nginx stops choosing it for a while", "$1: nginx на время исключает его")
	SetAsideByOne  = row("after 1 failure nginx has set it aside but does not log it: its error_log is above warn",
		"ошибок 1: nginx его уже исключил, но не пишет об этом: error_log выше warn")
	SetAsideBy = row("after $1 failures nginx has set it aside but does not log it: its error_log is above warn",
		"ошибок $1: nginx его уже исключил, но не пишет об этом: error_log выше warn")
	AnsweredClient     = row("$1 answered $2 to the client", "$1 ответил клиенту $2")
	AnsweredClientNone = row("$1 answered $2 to the client itself, for $3", "$1 сам ответил клиенту $2 за $3")
	AnsweredClientFrom = row("$1 answered $2 to the client, by $3", "$1 ответил клиенту $2 через $3")
	AnsweredNothing    = row("$1 gave the client no answer, from $2", "$1 не дал клиенту ответа от $2")
	CutAnswer          = row("$1 gave the client only a part of the answer, from $2", "$1 дал клиенту только часть ответа от $2")
	AnsweredClientTo   = row("$1 answered $2 to the client: $3", "$1 ответил клиенту $2: «$3»")
	Answered5xx        = row("$1 answered clients 5xx, by its counters", "$1 ответил клиентам 5xx, по его счётчикам")
	Counted5xx         = row("5xx, by HAProxy's counters", "5xx, по счётчикам HAProxy")
	ServerAnswered     = row("$1 answered $2", "$1 ответил $2")
	ServerNoAnswer     = row("$1 gave no answer", "$1 не ответил")
	ServerCutAnswer    = row("$1 gave a part of an answer", "$1 ответил не целиком")
	AnsweredForIt      = row("$1 for $2: $3", "$1 за $2: $3")
	RequestFailed      = row("$1 failed at the client: status $2 after $3", "$1 у клиента не удался: код $2 через $3")
	SentBefore         = row("$1, sent $2 before the fault", "$1, отправлен за $2 до сбоя")
	ProbeFailed        = row("$1 failed at the probe: $2 after $3", "$1 у пробника не удался: $2 через $3")
	ProbeGot           = row("$1: $2", "$1: $2")
	NoAnswer           = row("$1 failed at the client: no answer after $2", "$1 у клиента не удался: ответа нет, прошло $2")
)

// Replication.
var (
	ReplicatesAgain  = row("$1 replicates again", "$1: репликация снова идёт")
	Replication      = row("$1 replication: $2", "$1: репликация: $2")
	ReplicationError = row("$1 replication: $2: $3", "$1: репликация: $2: «$3»")
	BehindMaster     = row("$1 is $2 behind its master", "$1 отстаёт от мастера на $2")
	Threads          = row("IO $1, SQL $2", "поток IO: $1, поток SQL: $2")
	Lagging          = row("lagging", "отстаёт")
)

// Lines of a drill.
var (
	DrillLine    = row("line $1 $2: $3", "строка $1 $2: $3")
	DrillLineWhy = row("$1: $2", "$1: $2")
)
