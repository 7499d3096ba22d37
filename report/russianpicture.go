package report

// russianPicture has the words of pictures.
var russianPicture = map[string]string{
	"%d s":   "%d с",
	"%d min": "%d мин",
	"%d h":   "%d ч",
	"%d ms":  "%d мс",

	"%s to %s (%s)": "%s – %s (%s)",

	"since begin": "от начала",
	"broken":      "сломано",
	"drill":       "учения",

	"line %d": "строка %d",
	"and %d more, for which there is no room":    "и ещё %d, для которых нет места",
	"and %d nodes more, which are not shown":     "и ещё узлов, которые не показаны: %d",
	"requests per second":                        "запросов в секунду",
	"requests per second, by nginx's counter":    "запросов в секунду, по счётчику nginx",
	"failed requests":                            "неудачных запросов",
	", mean of %s":                               ", среднее за %s",
	", in each %s":                               ", за каждые %s",
	", the worst second of %s":                   ", худшая секунда за %s",
	"p95 (line) and slowest (dots), logarithmic": "p95 (линия) и самый медленный (точки), логарифмическая шкала",
	"? not known":                                "? неизвестно",

	"an expectation of the drill that did not hold": "невыполненное ожидание учений",

	"no load ran, or its script keeps no record of its seconds: what users felt is not known": "нагрузки не было, или её сценарий не ведёт посекундную запись: что видели пользователи, неизвестно",
	"%s absorbed on the way":     "поглощено на пути: %s",
	"broken, until its heal":     "сбой, до восстановления",
	"until it is back":           "до возвращения в строй",
	"noticed by a balancer":      "замечен балансировщиком",
	"something is broken":        "что-то сломано",
	"an expectation that held":   "выполненное ожидание",
	"an expectation that failed": "невыполненное ожидание",
}
