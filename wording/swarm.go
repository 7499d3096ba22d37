package wording

// What a swarm says.
var (
	TaskAt       = row("$1 at $2", "$1, адрес $2") // running at 10.0.1.8
	TaskPending  = row("pending: $1", "ждёт: «$1»")
	TaskEnded    = row("$1: $2", "$1: «$2»") // failed: task: non-zero exit (137)
	TaskHostDown = row("its host $1 is down", "его хост $1 не отвечает")
	HostAt       = row("$1 ($2)", "$1 ($2)")

	TaskFailed   = row("$1: a task $2 on $3: $4", "$1: задача на $3 $2: «$4»")
	TaskMoved    = row("$1 moved to $2", "$1 перенесён на $2")
	TaskMovedIt  = row("moved to $1", "перенесён на $1")
	TaskRemade   = row("$1 was made again by the swarm on $2", "$1 создан swarm заново на $2")
	TaskRemadeIt = row("made again by the swarm on $1", "создан swarm заново на $1")
	TaskWaits    = row("$1 waits for a host, says the swarm: $2", "$1 ждёт хоста, говорит swarm: «$2»")
	TaskFailedIt = row("its task $1 on $2: $3", "его задача на $2 $1: «$3»")
	TaskWaitsIt  = row("waits for a host: $1", "ждёт хоста: «$1»")

	HostIsDown   = row("$1 is down, says the swarm", "$1 не отвечает, говорит swarm")
	HostIsDownOf = row("$1 is down, says the swarm ($2)", "$1 не отвечает, говорит swarm («$2»)")
	HostIsReady  = row("$1 is ready again, says the swarm", "$1 снова готов, говорит swarm")
	HostDrained  = row("$1 is drained: the swarm takes its tasks elsewhere", "$1 освобождается: swarm переносит его задачи")
	HostActive   = row("$1 takes tasks again", "$1 снова принимает задачи")
	HostPaused   = row("$1 takes no new tasks", "$1 не принимает новых задач")
	HostLeads    = row("$1 leads the managers of the swarm now", "$1 теперь главный среди управляющих swarm")
	HostLeft     = row("$1 left the swarm", "$1 вышел из swarm")
	HostCame     = row("$1 joined the swarm", "$1 вошёл в swarm")

	HostFell      = row("$1 went down", "$1 перестал отвечать")
	HostNoticed   = row("the swarm noticed after $1", "swarm заметил через $1")
	HostMoved     = row("the swarm ran the last of its tasks elsewhere after $1: $2", "последнюю из его задач swarm запустил на другом хосте через $1: $2")
	NodeMovedTo   = row("$1 on $2", "$1 на $2")
	MovedAndMoved = row("$1, $2", "$1, $2")
	HostWasDown   = row("down", "не отвечал")
	HostDownIs    = row("is down", "не отвечает")
	HostUpAgain   = row("$1 is ready again", "$1 снова готов")
	RemadeOn      = row("made again by the swarm on $1", "создан swarm заново на $1")

	SwarmSays = row("swarm: $1, HAProxy: $2, $3", "по словам swarm: $1, HAProxy: $2, $3")
	LooksBare = row("looks at $1: no resolvers", "обращается к $1: нет resolvers")
	LooksYet  = row("looks at $1", "обращается к $1")
)

var taskStates = map[string]*Sentence{
	"new": row("new", "новая"), "pending": row("pending", "ждёт"), "assigned": row("assigned", "назначена"), "accepted": row("accepted", "принята"),
	"preparing": row("preparing", "готовится"), "ready": row("ready", "готова"), "starting": row("starting", "запускается"), "running": row("running", "работает"),
	"complete": row("complete", "закончена"), "shutdown": row("shut down", "остановлена"), "failed": row("failed", "сломалась"),
	"rejected": row("rejected", "отклонена"), "remove": row("removed", "удалена"), "orphaned": row("orphaned", "потеряна"),
}

// TaskState is a state of a task.
func TaskState(state string) Phrase {
	if s := taskStates[state]; s != nil {
		return s.Of()
	}
	return Text(state)
}
