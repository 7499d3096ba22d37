package collectors

// column says what to do with a field: nothing (the zero value), or which number, text or other column it is.
type column struct {
	kind kind
	slot uint8
}

type kind uint8

const (
	kindNumber kind = iota + 1
	kindText
	kindMore // kept as it is, for whoever wants to see it
)

// The numbers of a row, in the order of record.Fields.
const (
	numQcur = iota
	numQmax
	numScur
	numSmax
	numSlim
	numStot
	numBin
	numBout
	numDreq
	numDresp
	numEreq
	numEcon
	numEresp
	numWretr
	numWredis
	numWeight
	numAct
	numBck
	numChkfail
	numChkdown
	numLastchg
	numDowntime
	numQlimit
	numIid
	numSid
	numThrottle
	numLbtot
	numType
	numRate
	numRateLim
	numRateMax
	numCheckCode
	numCheckDuration
	numHrsp1xx
	numHrsp2xx
	numHrsp3xx
	numHrsp4xx
	numHrsp5xx
	numHrspOther
	numCliAbrt
	numSrvAbrt
	numLastsess
	numQtime
	numCtime
	numRtime
	numTtime
	numCheckRise
	numCheckFall
	numCheckHealth
	numConnect
	numReuse
	numCount
)

// The texts of a row.
const (
	textPxname = iota
	textSvname
	textStatus
	textCheckStatus
	textLastChk
	textTracked
	textAddr
	textMode
	textAlgo
	textCount
)

// columnNames are the columns that are read, as "show stat" names them.
var columnNames = map[string]column{
	"pxname":         {kindText, textPxname},
	"svname":         {kindText, textSvname},
	"status":         {kindText, textStatus},
	"check_status":   {kindText, textCheckStatus},
	"last_chk":       {kindText, textLastChk},
	"tracked":        {kindText, textTracked},
	"addr":           {kindText, textAddr},
	"mode":           {kindText, textMode},
	"algo":           {kindText, textAlgo},
	"qcur":           {kindNumber, numQcur},
	"qmax":           {kindNumber, numQmax},
	"scur":           {kindNumber, numScur},
	"smax":           {kindNumber, numSmax},
	"slim":           {kindNumber, numSlim},
	"stot":           {kindNumber, numStot},
	"bin":            {kindNumber, numBin},
	"bout":           {kindNumber, numBout},
	"dreq":           {kindNumber, numDreq},
	"dresp":          {kindNumber, numDresp},
	"ereq":           {kindNumber, numEreq},
	"econ":           {kindNumber, numEcon},
	"eresp":          {kindNumber, numEresp},
	"wretr":          {kindNumber, numWretr},
	"wredis":         {kindNumber, numWredis},
	"weight":         {kindNumber, numWeight},
	"act":            {kindNumber, numAct},
	"bck":            {kindNumber, numBck},
	"chkfail":        {kindNumber, numChkfail},
	"chkdown":        {kindNumber, numChkdown},
	"lastchg":        {kindNumber, numLastchg},
	"downtime":       {kindNumber, numDowntime},
	"qlimit":         {kindNumber, numQlimit},
	"iid":            {kindNumber, numIid},
	"sid":            {kindNumber, numSid},
	"throttle":       {kindNumber, numThrottle},
	"lbtot":          {kindNumber, numLbtot},
	"type":           {kindNumber, numType},
	"rate":           {kindNumber, numRate},
	"rate_lim":       {kindNumber, numRateLim},
	"rate_max":       {kindNumber, numRateMax},
	"check_code":     {kindNumber, numCheckCode},
	"check_duration": {kindNumber, numCheckDuration},
	"hrsp_1xx":       {kindNumber, numHrsp1xx},
	"hrsp_2xx":       {kindNumber, numHrsp2xx},
	"hrsp_3xx":       {kindNumber, numHrsp3xx},
	"hrsp_4xx":       {kindNumber, numHrsp4xx},
	"hrsp_5xx":       {kindNumber, numHrsp5xx},
	"hrsp_other":     {kindNumber, numHrspOther},
	"cli_abrt":       {kindNumber, numCliAbrt},
	"srv_abrt":       {kindNumber, numSrvAbrt},
	"lastsess":       {kindNumber, numLastsess},
	"qtime":          {kindNumber, numQtime},
	"ctime":          {kindNumber, numCtime},
	"rtime":          {kindNumber, numRtime},
	"ttime":          {kindNumber, numTtime},
	"check_rise":     {kindNumber, numCheckRise},
	"check_fall":     {kindNumber, numCheckFall},
	"check_health":   {kindNumber, numCheckHealth},
	"connect":        {kindNumber, numConnect},
	"reuse":          {kindNumber, numReuse},
}
