package collectors

import (
	"errors"
	"fmt"

	"hadash/record"
)

// put adds the row that was just read.
func (c *statsCSV) put(h *record.HAProxy, t *texts) error {
	if t.text[textPxname] == "" || t.text[textSvname] == "" {
		return errors.New("a row without a name")
	}
	kind := record.RowKind(c.nums[numType]) //nolint:gosec // any other number is none of these
	switch {
	case c.nums[numType] == -1:
		return errors.New("a row without a type")
	case c.nums[numType] != int64(kind):
		return laterType(c.nums[numType])
	case kind == record.RowFrontend || kind == record.RowBackend:
		h.Proxies = append(h.Proxies, record.Proxy{})
		c.proxy(&h.Proxies[len(h.Proxies)-1], t)
	case kind == record.RowServer:
		h.Servers = append(h.Servers, record.Server{})
		c.server(&h.Servers[len(h.Servers)-1], t)
	case kind == record.RowListener:
		h.Listeners = append(h.Listeners, record.Listener{})
		c.listener(&h.Listeners[len(h.Listeners)-1], t)
	default:
		return laterType(c.nums[numType])
	}
	h.Rows = append(h.Rows, record.Row{Kind: kind, Blank: c.blank})
	return nil
}

// laterType is what is said of a row that may be right in a later version of HAProxy.
func laterType(n int64) error {
	return fmt.Errorf("a row of type %d, which hadash does not know", n)
}

func (c *statsCSV) proxy(p *record.Proxy, t *texts) {
	n := &c.nums
	p.Pxname, p.Svname = t.text[textPxname], t.text[textSvname]
	p.Frontend = n[numType] == int64(record.RowFrontend)
	p.Iid = n[numIid]
	p.Mode, p.Algo = t.text[textMode], t.text[textAlgo]
	p.Status = t.status
	p.Weight, p.Act, p.Bck, p.Chkdown = n[numWeight], n[numAct], n[numBck], n[numChkdown]
	c.counters(&p.Counters)
}

func (c *statsCSV) server(s *record.Server, t *texts) {
	n := &c.nums
	s.Pxname, s.Svname = t.text[textPxname], t.text[textSvname]
	s.Iid, s.Sid = n[numIid], n[numSid]
	s.Mode = t.text[textMode]
	s.Addr, s.Tracked, s.Status = t.text[textAddr], t.text[textTracked], t.status
	s.Weight, s.Backup = n[numWeight], n[numBck] == 1
	s.Chkfail, s.Chkdown = n[numChkfail], n[numChkdown]
	s.CheckStatus, s.LastChk = t.text[textCheckStatus], t.text[textLastChk]
	s.CheckCode, s.CheckDuration = n[numCheckCode], n[numCheckDuration]
	s.CheckRise, s.CheckFall, s.CheckHealth = n[numCheckRise], n[numCheckFall], n[numCheckHealth]
	s.Throttle, s.Qlimit = n[numThrottle], n[numQlimit]
	c.counters(&s.Counters)
}

func (c *statsCSV) listener(l *record.Listener, t *texts) {
	l.Pxname, l.Svname = t.text[textPxname], t.text[textSvname]
	l.Iid, l.Sid = c.nums[numIid], c.nums[numSid]
	l.Addr, l.Mode, l.Status = t.text[textAddr], t.text[textMode], t.status
	c.counters(&l.Counters)
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
