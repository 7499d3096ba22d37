package wording

// Titles: what happened to a node, in the words of a story. The node is named before them where the reader cannot know it.
var (
	YouDid           = row("you $1", "вы: $1")
	SomebodyDid      = row("somebody $1", "кто-то: $1")
	SomebodyDidFirst = row("somebody $1 before watching began", "кто-то, до начала наблюдения: $1")
	As               = row("$1 as $2", "$1 как $2")

	DidStop    = row("stopped $1", "остановка $1")
	DidKill    = row("killed $1", "убийство $1")
	DidCrash   = row("crashed $1", "сбой $1")
	DidRestart = row("restarted $1", "перезапуск $1")
	DidPause   = row("froze $1", "заморозка $1")
	DidCut     = row("cut $1 off the network", "отключение $1 от сети")
	DidSlow    = row("slowed $1 to $2 % of a CPU", "замедление $1 до $2 % процессора")
	DidDelay   = row("delayed $1 by $2 ms", "задержка $1 на $2 мс")
	DidLose    = row("made $1 lose $2 % of its packets", "потеря у $1 $2 % пакетов")
	DidMaint   = row("put $1 into maintenance", "вывод $1 на обслуживание")
	DidDrain   = row("drained $1", "вывод $1 из балансировки")
	DidWeight  = row("set $1 to $2 % of its weight", "вес $1: $2 %")

	DidStart      = row("started it", "запуск")
	DidUnpause    = row("woke it up", "разморозка")
	DidConnect    = row("joined it to the network again", "возврат в сеть")
	DidSpeedUp    = row("let it run at full speed", "снятие ограничения")
	DidLift       = row("lifted its $1", "снятие $1")
	DidReady      = row("put it into service again", "возврат в балансировку")
	DidGiveWeight = row("gave it its old weight", "прежний вес")
	ItCrashed     = row("$1 crashed", "$1 упал")
	ItRestarted   = row("it was restarted", "его перезапустили")

	ItsContainerRuns  = row("its container runs", "контейнер работает")
	ItsContainerEnded = row("its container ended", "контейнер завершился")
	ItsContainerExit  = row("its container ended (exit $1)", "контейнер завершился (код $1)")
	DockerCallsIt     = row("Docker calls it $1", "проверка Docker: $1")

	ChecksFailed     = row("$1: check $2 of $3 failed", "$1: проверка $2 из $3 не прошла")
	ChecksPassed     = row("$1: check $2 of $3 passed", "$1: проверка $2 из $3 прошла")
	TakesOut         = row("$1 takes it out", "$1 исключает его")
	SendsAgain       = row("$1 sends to it again", "$1 снова шлёт ему")
	CheckPassedAgain = row("$1: its check passed again", "$1: проверка снова прошла")
	CheckWas         = row("$1, $2", "$1, $2")
	OutSince         = row("$1: $2", "$1: $2")

	CheckRefused  = row("refused", "отказ в соединении")
	CheckNoAnswer = row("no answer", "нет ответа")
	CheckNoRoute  = row("no connection", "нет соединения")
	CheckStatus   = row("wrong status", "неверный код")
	CheckInvalid  = row("invalid answer", "неверный ответ")

	TriesAgain    = row("$1 tries again", "$1 пробует снова")
	MovesSessions = row("$1 moves sessions to another server", "$1 переводит сессии на другой сервер")
	GivesUp       = row("$1 gives up a session ($2)", "$1 не смог открыть сессию ($2)")
	CutsSession   = row("$1 cuts a session ($2)", "$1 обрывает сессию ($2)")
	BreaksSession = row("it broke a session off ($1)", "он оборвал сессию ($1)")
	EndsSession   = row("$1 ($2)", "$1 ($2)")

	NginxRefused    = row("nginx was refused", "nginx получил отказ в соединении")
	NginxWaited     = row("nginx's request timed out", "запрос nginx не дождался ответа")
	NginxClosed     = row("nginx's connection was closed", "соединение nginx закрыто")
	NginxReset      = row("nginx's connection was reset", "соединение nginx сброшено")
	NginxNoLive     = row("nginx has no server left", "у nginx не осталось серверов")
	NginxUnresolved = row("nginx finds no address of it", "nginx не находит его адреса")
	NginxInvalid    = row("nginx got an invalid answer", "nginx получил неверный ответ")
	NginxTLS        = row("nginx's TLS handshake failed", "TLS с nginx не состоялся")
	NginxAsideIt    = row("nginx sets it aside for a while", "nginx на время исключает его")

	Answered   = row("$1 $2", "$1 $2") // GET /profile/ 503
	Unanswered = row("$1, no answer", "$1, ответа нет")

	DrillWanted = row("drill line $1 wanted: $2", "учение, строка $1 ожидала: $2")
	DrillHeld   = row("drill line $1: $2", "учение, строка $1: $2")
)
