package wording

// Faults and heals: what was made of which node.
var (
	Made      = row("$1 $2", "$1 $2") // stop mysql-slave1
	MadeTo    = row("$1 $2 to $3 %", "$1 $2 до $3 %")
	Scaled    = row("$1 $2 to $3", "$1 $2 до $3") // scale app1 to 0
	Delayed   = row("delay $1 by $2 ms", "delay $1 на $2 мс")
	Losing    = row("loss $1 by $2 %", "loss $1 $2 %")
	MadeAt    = row("$1 at $2", "$1 как $2") // of one of the servers that a node is
	NotHealed = row("NOT healed: $1: $2", "НЕ восстановлено: $1: «$2»")
	CouldNot  = row("could not $1: $2", "не удалось «$1»: «$2»")

	Undone    = row("$1 $2", "$1 $2") // start mysql-slave1
	Restarted = row("restarted $1", "$1 перезапущен")
	FullSpeed = row("full speed $1", "$1 снова без ограничения")
	Lifted    = row("no $1 $2", "$1 снят: $2")
	OldWeight = row("old weight $1", "прежний вес: $1")
	OldScale  = row("old scale $1", "прежнее число реплик: $1")
	Updated   = row("the swarm has updated $1", "swarm обновил $1")
	Shut      = row("cut the sessions of $1", "сессии $1 оборваны")
	MadeOwn   = row("$1 on $2", "$1 на $2")           // stop-db1 on db1
	HealedOwn = row("heal $1 on $2", "heal $1 на $2") // heal stop-db1 on db1

	ByHadash       = row("$1 (you)", "$1 (hadash)")
	ByOthers       = row("$1 (somebody else)", "$1 (кто-то другой)")
	byOthersShort  = row("$1 (others)", "$1 (другие)")
	ByOthersBefore = row("$1 (somebody else), before watching began", "$1 (кто-то другой), до начала наблюдения")

	byOthersBeforeShort = row("$1 (others), before watching began", "$1 (другие), до начала наблюдения")

	ByAnother       = row("$1 (another hadash)", "$1 (другой hadash)")
	ByAnotherBefore = row("$1 (another hadash), before watching began", "$1 (другой hadash), до начала наблюдения")

	ServedOn = row("$1: it served for another $2", "$1: он работал ещё $2") // after the command

	Aborted       = row("aborted: $1; healing everything", "прервано: «$1»; всё восстанавливается")
	TooManyFaults = row("more than $1 faults at once: no stopwatch is started for the rest", "больше $1 сбоев сразу: для остальных секундомер не запущен")
)

// Why a fault cannot be made now. The second argument of NotRunning is Docker's word, that of NotAServer is the fault.
var (
	JustRestarting     = row("$1 is just restarting: only stop and restart are possible", "$1 как раз перезапускается: возможны только stop и restart")
	NoContainer        = row("Docker has no container for $1", "у Docker нет контейнера для $1")
	NotRunning         = row("$1 is not running ($2)", "$1 не запущен ($2)")
	AlreadyPaused      = row("$1 is already paused", "$1 уже заморожен")
	RestartOfPaused    = row("$1 is paused, and a restart needs a running node", "$1 заморожен, а перезапустить можно только работающий узел")
	AlreadyCut         = row("$1 is already cut off", "$1 уже отрезан от сети")
	NoNetwork          = row("$1 has no network of its own to be cut from", "у $1 нет своей сети, от которой его можно отрезать")
	NotReportedYet     = row("HAProxy has not reported $1 yet", "HAProxy ещё не сообщил о $1")
	NotAServer         = row("$1 is not a server of HAProxy: $2 is only for those", "$1 не сервер HAProxy, а $2 только для них")
	OwnClient          = row("$1 is a probe, a client of hadash's own: there is nothing to break", "$1 это пробник, собственный клиент hadash: ломать нечего")
	KernelWithoutNetem = row("the Engine's kernel has no netem: `modprobe sch_netem` loads it, if it was built", "в ядре Docker нет netem: его загрузит `modprobe sch_netem`, если он собран")
	NoRuntimeAPI       = row("HAProxy $1 has no Runtime API; add `$2`", "у HAProxy $1 нет Runtime API; добавьте `$2`")
	NoRuntimePage      = row("HAProxy $1 has no Runtime API, and `stats admin` of its page is not used; add `$2`", "у HAProxy $1 нет Runtime API, а `stats admin` её страницы не используется; добавьте `$2`")
	RuntimeLevel       = row("the Runtime API of HAProxy $1 has level $2; add `$3` to its `stats socket $4`", "у Runtime API HAProxy $1 уровень $2; добавьте `$3` к её `stats socket $4`")
	RuntimeInside      = row("the Runtime API of HAProxy $1, $2, is only inside its container; --exec lets hadash use it there", "Runtime API HAProxy $1, $2, доступен только внутри контейнера; с --exec hadash обратится к нему там")
	RuntimeProgram     = row("the image of HAProxy $1 has no program that reaches its Runtime API $2; add `$3`", "в образе HAProxy $1 нет программы, которая обратилась бы к её Runtime API $2; добавьте `$3`")
	RuntimeHidden      = row("the Runtime API of HAProxy $1, $2, cannot be reached from here; add `$3`", "Runtime API HAProxy $1, $2, отсюда недоступен; добавьте `$3`")
	RuntimeUnnamed     = row("of HAProxy $1 only the statistics page was named; name its socket, too: `hadash attach ... /run/haproxy/admin.sock`", "из HAProxy $1 названа только страница статистики; назовите и её сокет: `hadash attach ... /run/haproxy/admin.sock`")
	NeedsDocker        = row("$1 needs Docker; $2 work here, and faults of your own ([fault.NAME] in hadash.toml)", "для $1 нужен Docker; здесь работают $2 и собственные сбои ([fault.ИМЯ] в hadash.toml)")
	NeedsDockerOnly    = row("$1 needs Docker; faults of your own work here ([fault.NAME] in hadash.toml)", "для $1 нужен Docker; здесь работают собственные сбои ([fault.ИМЯ] в hadash.toml)")
	LoadNeedsDocker    = row("the load needs Docker; a probe is a client here: `hadash attach ... probe+http://HOST/`", "для нагрузки нужен Docker; здесь клиентом служит проба: `hadash attach ... probe+http://HOST/`")
	AlreadyMaint       = row("$1 is already in maint", "$1 уже на обслуживании")
	AlreadyDown        = row("HAProxy does not have it UP: $1", "HAProxy и так не считает его UP: $1")
	TracksHealth       = row("$1 has the health of $2, which it tracks: set that one", "$1 берёт состояние у $2 (track): задайте его там")
	NoBalancerKnows    = row("no balancer's configuration says when it notices its nodes", "по настройкам балансировщиков неизвестно, когда они заметят его узлы")
	AlreadySo          = row("$1 is already $2", "$1: это уже сделано ($2)")
	NoSuchHost         = row("$1 is none of the hosts that are watched: $2", "$1 нет среди наблюдаемых хостов: $2")
	OneEngine          = row("$1 needs several hosts: `--context a,b,c` names their Docker contexts", "для $1 нужно несколько хостов: `--context a,b,c` называет их контексты Docker")
	NoSwarm            = row("$1 needs a swarm: what is watched is no stack of one", "для $1 нужен swarm: наблюдается не его стек")
	AlreadyDraining    = row("$1 is already draining", "$1 уже выводится из балансировки")
)

// shorter are the sentences that have fewer words for where there is little room.
var shorter = map[*Sentence]*Sentence{ByOthers: byOthersShort, ByOthersBefore: byOthersBeforeShort, Found: foundShort}

// What became of a node by a fault.
var (
	WasStopped     = row("stopped", "остановлен")
	WasKilled      = row("killed", "убит")
	WasCrashed     = row("crashed", "упал")
	WasRestarted   = row("restarted", "перезапущен")
	WasPaused      = row("paused", "заморожен")
	WasCut         = row("cut off", "отрезан от сети")
	WasSlowed      = row("slowed to $1 % of a CPU", "замедлен до $1 % процессора")
	WasDelayed     = row("delayed by $1 ms", "с задержкой $1 мс")
	WasLosing      = row("losing $1 % of its packets", "с потерей $1 % пакетов")
	WasInMaint     = row("in maintenance", "на обслуживании")
	WasDrained     = row("drained", "выведен из балансировки")
	WasWeighted    = row("at $1 % of its weight", "с весом $1 %")
	WasShut        = row("robbed of its sessions", "лишён сессий")
	WasSetDown     = row("set DOWN", "объявлен DOWN")
	WasHostDrained = row("drained by the swarm", "освобождён от задач")
	WasScaled      = row("scaled to $1", "с числом реплик $1")
	WasUpdated     = row("updated", "обновлён")
	WasLeaving     = row("out of the swarm", "вне swarm")
	WasHostCut     = row("cut off from the other hosts", "отрезан от других хостов")
	WasBrokenBy    = row("broken by $1", "сломан командой $1")
)

// Outages that nobody made here: what failed by itself. The first argument of each is its name.
var (
	WasDown    = row("down", "недоступен")
	WasEmpty   = row("without a server", "без серверов")
	WasManyOut = row("without $1 of its servers", "без $1 своих серверов")
	WasFailing = row("failing requests", "с отказами в запросах")
	WasErring  = row("answering 5xx", "с ответами 5xx")

	IsDown    = row("is down", "недоступен")
	IsEmpty   = row("has no server", "без серверов")
	IsManyOut = row("has $1 servers down", "недоступно серверов: $1")
	IsFailing = row("fails requests", "отказывает в запросах")

	Found       = row("$1 (found, not made here)", "$1 (обнаружено, вызвано не здесь)")
	foundShort  = row("$1 (found)", "$1 (обнаружено)")
	FoundBefore = row("$1 (found, not made here): it was so when watching began", "$1 (обнаружено, вызвано не здесь): так было уже к началу наблюдения")

	ServerFell    = row("$1 went down", "$1 перестал работать")
	BackendFell   = row("$1 has no server left", "$1 остался без серверов")
	ServersFell   = row("$1 lost $2 servers", "$1 потерял серверов: $2")
	RequestsBurst = row("requests to $1 fail", "запросы к $1 завершаются неудачно")

	BackAgain      = row("$1 is back: nobody healed it here", "$1 снова работает: здесь его никто не восстанавливал")
	FailsNoMore    = row("requests to $1 fail no more", "запросы к $1 больше не завершаются неудачно")
	ServesSome     = row("$1 had a server again $2 after it had lost the last one", "у $1 снова был сервер через $2 после потери последнего")
	OutageServers  = row("servers that were down: $1", "недоступные серверы: $1")
	OutageMore     = row("servers that were down: $1 and $2 more", "недоступные серверы: $1 и ещё $2")
	GoneFromConfig = row("$1 was removed while it was down", "$1 удалён, пока был недоступен")
)
