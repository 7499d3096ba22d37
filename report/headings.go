package report

// Heading is a title of a part of a report. Parts are known by these, not by the words of a language.
type Heading struct{ english, russian string }

// The headings of reports and snapshots.
var (
	HeadChange     = Heading{"What to change", "Что изменить"}
	HeadFaults     = Heading{"The faults", "Сбои"}
	HeadOutages    = Heading{"Outages that nobody made here", "Отказы, вызванные не здесь"}
	HeadShared     = Heading{"One address at two nodes", "Один адрес у двух узлов"}
	HeadExpected   = Heading{"Expected and measured", "Ожидание и измерение"}
	HeadFailed     = Heading{"Failed: what users felt", "Ошибки: что заметили пользователи"}
	HeadUsers      = Heading{"What users felt", "Что заметили пользователи"}
	HeadAbsorbed   = Heading{"Absorbed: what no user saw", "Поглощено: чего никто из них не видел"}
	HeadSessions   = Heading{"Sessions at HAProxy", "Сессии в HAProxy"}
	HeadEvidence   = Heading{"Evidence", "Строки журналов"}
	HeadDone       = Heading{"What was done", "Что делали"}
	HeadDrill      = Heading{"The drill, line by line", "Учение, строка за строкой"}
	HeadHAProxy    = Heading{"HAProxy", "HAProxy"}
	HeadNginx      = Heading{"nginx", "nginx"}
	HeadReplicas   = Heading{"Replication", "Репликация"}
	HeadLoad       = Heading{"Load (k6)", "Нагрузка (k6)"}
	HeadProbes     = Heading{"Probes", "Пробники"}
	HeadConfigs    = Heading{"The configurations in force", "Действующие настройки"}
	HeadWholePage  = Heading{"HAProxy's whole page", "Страница HAProxy целиком"}
	HeadRuns       = Heading{"The runs", "Прогоны"}
	HeadWholeRun   = Heading{"The whole run", "Весь прогон"}
	HeadApart      = Heading{"What cannot be compared, or with care", "Чего сравнить нельзя, или можно с оговоркой"}
	HeadPath       = Heading{"The path", "Путь"}
	HeadSources    = Heading{"Who says what", "Кто что говорит"}
	HeadTimeline   = Heading{"What happened", "Что произошло"}
	HeadHAProxyOld = Heading{"HAProxy before the first fault", "HAProxy до первого сбоя"}
	HeadHAProxyNow = Heading{"HAProxy now", "HAProxy сейчас"}
	HeadLogs       = Heading{"The logs around each fault", "Журналы вокруг каждого сбоя"}
)

// Title is a heading in the language.
func (l Lang) Title(h Heading) string {
	if l == Russian {
		return h.russian
	}
	return h.english
}
