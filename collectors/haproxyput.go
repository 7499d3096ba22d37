package collectors

import (
	"errors"

	"hadash/record"
)

// The types of a row.
const (
	typeFrontend = 0
	typeBackend  = 1
	typeServer   = 2
)

// put adds the row that was just read. Listeners (type 3) are left out: their frontend has their sums.
func (c *statsCSV) put(h *record.HAProxy, t *texts) error {
	if t.text[textPxname] == "" || t.text[textSvname] == "" {
		return errors.New("a row without a name")
	}
	switch c.nums[numType] {
	case typeFrontend, typeBackend:
		h.Proxies = append(h.Proxies, record.Proxy{})
		c.proxy(&h.Proxies[len(h.Proxies)-1], t)
	case typeServer:
		h.Servers = append(h.Servers, record.Server{})
		c.server(&h.Servers[len(h.Servers)-1], t)
	case -1:
		return errors.New("a row without a type")
	}
	return nil
}

func (c *statsCSV) proxy(p *record.Proxy, t *texts) {
	n := &c.nums
	p.Pxname, p.Svname = t.text[textPxname], t.text[textSvname]
	p.Frontend = n[numType] == typeFrontend
	p.Mode, p.Algo = t.text[textMode], t.text[textAlgo]
	p.Status = t.status
	p.Weight, p.Act, p.Bck, p.Chkdown = n[numWeight], n[numAct], n[numBck], n[numChkdown]
	c.counters(&p.Counters)
}

func (c *statsCSV) server(s *record.Server, t *texts) {
	n := &c.nums
	s.Pxname, s.Svname = t.text[textPxname], t.text[textSvname]
	s.Iid, s.Sid = n[numIid], n[numSid]
	s.Addr, s.Tracked, s.Status = t.text[textAddr], t.text[textTracked], t.status
	s.Weight, s.Backup = n[numWeight], n[numBck] == 1
	s.Chkfail, s.Chkdown = n[numChkfail], n[numChkdown]
	s.CheckStatus, s.LastChk = t.text[textCheckStatus], t.text[textLastChk]
	s.CheckCode, s.CheckDuration = n[numCheckCode], n[numCheckDuration]
	s.CheckRise, s.CheckFall, s.CheckHealth = n[numCheckRise], n[numCheckFall], n[numCheckHealth]
	s.Throttle, s.Qlimit = n[numThrottle], n[numQlimit]
	c.counters(&s.Counters)
}

func (c *statsCSV) counters(to *record.Counters) {
	n := &c.nums
	to.Qcur, to.Qmax = n[numQcur], n[numQmax]
	to.Scur, to.Smax, to.Slim, to.Stot = n[numScur], n[numSmax], n[numSlim], n[numStot]
	to.Bin, to.Bout = n[numBin], n[numBout]
	to.Dreq, to.Dresp = n[numDreq], n[numDresp]
	to.Ereq, to.Econ, to.Eresp = n[numEreq], n[numEcon], n[numEresp]
	to.Wretr, to.Wredis, to.Lbtot = n[numWretr], n[numWredis], n[numLbtot]
	to.Rate, to.RateMax, to.RateLim = n[numRate], n[numRateMax], n[numRateLim]
	to.Hrsp1xx, to.Hrsp2xx, to.Hrsp3xx = n[numHrsp1xx], n[numHrsp2xx], n[numHrsp3xx]
	to.Hrsp4xx, to.Hrsp5xx, to.HrspOther = n[numHrsp4xx], n[numHrsp5xx], n[numHrspOther]
	to.CliAbrt, to.SrvAbrt = n[numCliAbrt], n[numSrvAbrt]
	to.Connect, to.Reuse = n[numConnect], n[numReuse]
	to.Qtime, to.Ctime, to.Rtime, to.Ttime = n[numQtime], n[numCtime], n[numRtime], n[numTtime]
	to.Lastsess, to.Lastchg, to.Downtime = n[numLastsess], n[numLastchg], n[numDowntime]
}
