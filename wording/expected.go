package wording

// How HAProxy's checks find a server DOWN.
var (
	ToldHAProxy     = row("HAProxy receives the command and obeys at once", "HAProxy получает команду и выполняет её сразу")
	OwnCommand      = row("a command of yours", "это ваша команда")
	DownUnchecked   = row("HAProxy takes it for DOWN at once, until it is healed: nothing checks it", "HAProxy сразу считает его DOWN, пока его не вернут: проверок нет")
	DownUntilPassed = row("HAProxy takes it for DOWN at once, and for UP again when $1 checks in a row pass, about $2 later",
		"HAProxy сразу считает его DOWN и снова UP, когда пройдут проверки подряд ($1), примерно через $2")
	DownUntilChecked = row("HAProxy takes it for DOWN at once, and for UP again when its checks pass", "HAProxy сразу считает его DOWN и снова UP, когда пройдут проверки")
	DownUntilAgent   = row("HAProxy takes it for DOWN at once, and for UP again at its agent's next answer", "HAProxy сразу считает его DOWN и снова UP по следующему ответу агента")
	SessionsAtOnce   = row("HAProxy cuts its sessions at once; new ones reach it as before", "HAProxy сразу обрывает его сессии; новые доходят как прежде")
	NotCheckedMaint  = row("its server is in maintenance, where HAProxy makes no checks", "его сервер на обслуживании, а такие HAProxy не проверяет")
	AdvertsGoOn      = row("its adverts go on, and the address stays", "его объявления VRRP приходят, и адрес остаётся")
	TakesAddress     = row("$1 takes the address $2 after the last advert: VRRP version $3, one every $4", "$1 берёт адрес через $2 после последнего объявления: VRRP версии $3, одно за $4")
	PeerHasAddress   = row("$1 has the address: nobody misses this one", "адрес у $1: этого никто не хватится")
	PairNotKnown     = row("which one has the address is not known", "у кого адрес, не известно")
	NobodyChecks     = row("no balancer checks it", "ни один балансировщик его не проверяет")
	NoSuchLine       = row("no server line was read for $1/$2", "среди прочитанных строк server нет строки $1/$2")
	AsTracked        = row("as $1, which it tracks: $2", "как $1, за которым он следует (track): $2")
	FailedChecks     = row("$1 failed checks, $2 apart, each given up after $3; the last good one up to $4 before",
		"неудачных проверок $1, одна за другой через $2, каждая ждёт не дольше $3; последняя удачная не раньше чем за $4 до сбоя")
	FailedCheck = row("1 failed check, given up after $1; the last good one up to $2 before",
		"одна неудачная проверка, она ждёт не дольше $1; последняя удачная не раньше чем за $2 до сбоя")
	QuickerSince = row("$1; each after $2 from HAProxy 3.2.1 and 2.8.16 on; the version is not known",
		"$1; с версий HAProxy 3.2.1 и 2.8.16 каждая не дольше $2, а версия неизвестна")
	WhereRefused = row("$1; within $2 if connections are refused at once", "$1; за $2, если в соединении отказано: это не занимает времени")
	SoonerByLoad = row("$1; sooner under traffic: $2 failures in a row $3 (observe $4)", "$1; под нагрузкой раньше: $2 ошибок подряд $3 (observe $4)")
	MarkDown     = row("mark it DOWN", "дают DOWN")
	FailCheck    = row("count as a failed check", "равны неудачной проверке")
	LeaveOne     = row("leave it one failed check from DOWN", "оставляют ему одну проверку")
	OnlyAgent    = row("only its agent is asked, and its answers are not known here", "спрашивают только его агента, а что тот ответит, здесь не узнать")
	ByResolvers  = row("it has no check; its resolvers take it out when its name no longer resolves", "проверки нет, и его убирает resolvers, когда имя исчезает")
	NoCheck      = row("its server line has no check", "в строке сервера нет check")
	DependsLate  = row("that depends on how late its answers are", "это зависит от того, насколько опаздывают ответы")
	PlainTCP     = row("a plain TCP check only connects, and the kernel of a frozen server still accepts, until sessions have filled its queue",
		"простая проверка TCP только соединяется, а ядро принимает соединения и за замерший сервер, пока сессии не заполнят его очередь")
	DependsVersion = row("that depends on HAProxy's version", "это зависит от версии HAProxy")
	MayWait        = row("HAProxy before 2.8.16 and 3.2.1 may wait for up to $1", "HAProxy до версий 2.8.16 и 3.2.1 может ждать до $1")
	ChecksWait     = row("its checks wait for $1", "его проверки ждут $1")
)

// How nginx sets an instance aside.
var (
	SeveralAddresses = row("$1 has $2 addresses, and nginx treats each one it finds as a server", "адресов у $1: $2, и nginx считает каждый найденный отдельным сервером")
	InNoGroup        = row("it is in no upstream block and no proxy_pass that was read", "ни в одном прочитанном upstream или proxy_pass его нет")
	NoWayRead        = row("no configuration that was read says how requests reach it", "ни в одной прочитанной настройке не сказано, как до него доходят запросы")
	FailedRequests   = row("$1 failed requests, each given up after $2", "неудачных запросов $1, каждый ждёт не дольше $2")
	FailedRequest    = row("1 failed request, given up after $1", "один неудачный запрос, он ждёт не дольше $1")
	UnlessKept       = row("$1; after $2 unless connections are kept, the default of nginx 1.29.7 and later; the version is not known",
		"$1; если соединения не сохраняются, не дольше $2 (nginx с 1.29.7 сохраняет их сам, а версия неизвестна)")
	LocationsDiffer = row("$1; its $2 locations differ: this is the longest", "$1; мест (location) с разными сроками $2: взят наибольший")
	GroupsApart     = row("$1; its $2 groups count separately", "$1; групп, которые считают отдельно: $2")
	WorkersApart    = row("$1; $2 workers count separately", "$1; процессов, которые считают отдельно: $2")
	OnceAsked       = row("$1, once requests come", "$1, когда пойдут запросы")
	InSomeGroups    = row("nginx sets it aside in only some of its groups, and their requests are not counted separately",
		"nginx исключает его лишь в некоторых группах, а сколько запросов в каждой, не подсчитано")
	EachWaits   = row("$1; each request there is given up after $2", "$1; каждый запрос к нему ждёт не дольше $2")
	LaterOnKept = row("$1, later on a kept connection", "$1, на сохранённом соединении позже")
	NoUpstream  = row("nginx passes requests to it without an upstream block, so it never sets it aside",
		"nginx передаёт ему запросы без блока upstream и поэтому никогда его не исключает")
	OnlyServer   = row("the only server of its group is never set aside", "единственный сервер группы никогда не исключается")
	MaxFailsZero = row("max_fails=0: nginx never sets a server aside", "max_fails=0: nginx никого не исключает")
	PlainStream  = row("nginx only connects to a server of a stream, and the kernel of a frozen one still accepts",
		"nginx только соединяется с сервером в stream, а ядро принимает соединения и за замерший сервер")
)

// Why something in a configuration is not known.
var (
	DoubtAt        = row("$1 ($2)", "$1 ($2)")
	NoValue        = row("$1 has no value here", "у $1 здесь нет значения")
	Undecided      = row("whether $1 holds cannot be decided here", "выполняется ли $1, отсюда не решить")
	ProgramDecides = row("$1: a program decides", "$1: решает программа")
	TracksNothing  = row("$1 leads to no check", "$1 не ведёт ни к одной проверке")
	SeveralGroups  = row("$1 may lead to several groups", "$1 может вести в разные группы")
	IncludeNotRead = row("include $1: that file was not read", "include $1: этот файл не прочитан")
	AroundNotRead  = row("the file that includes $1 was not read", "файл, в который включён $1, не прочитан")
	TooManyServers = row("$1: more servers than are read", "$1: серверов больше, чем читается")
	GroupUnused    = row("no configuration that was read passes requests to the group $1", "ничто из прочитанного не передаёт запросы группе $1")
	SectionNotRead = row("$1: the checks of that section are not read", "$1: что спрашивает эта секция, не читается")
	NginxProbes    = row("$1: nginx checks it actively, and those settings are not read", "$1: nginx проверяет его сам, а как, не читается")
	NotUnderstood  = row("$1 is not understood", "$1: это не понято")
)
