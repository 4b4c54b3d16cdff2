package outward

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"ruhang/core/fault"
)

// place is where a way leads: what the configuration named, and nothing else.
type place struct {
	scheme string
	host   string // lower case, without the port
	port   string
}

// named reads an address of the configuration. Plain http stays on this machine, unless the caller can do with it.
func named(address string, plain bool) (place, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return place{}, fault.New(fault.Invalid, "outward.address")
	}
	p := placeOf(u)
	if p.scheme == "http" && !plain && !p.here() {
		return place{}, fault.New(fault.Invalid, "outward.insecure", "host", p.host)
	}
	return p, nil
}

func placeOf(u *url.URL) place {
	p := place{scheme: strings.ToLower(u.Scheme), host: strings.ToLower(u.Hostname()), port: u.Port()}
	if p.port == "" {
		p.port = map[string]string{"http": "80", "https": "443"}[p.scheme]
	}
	return p
}

// here says whether a place was named as one on this machine.
func (p place) here() bool {
	a, err := netip.ParseAddr(p.host)
	return p.host == "localhost" || err == nil && a.IsLoopback()
}

// mayLead refuses addresses that no name outside leads to; the configuration may name one itself, as an address.
func (p place) mayLead(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !strings.HasPrefix(network, "tcp") || strconv.Itoa(int(to.Port())) != p.port {
		return fault.New(fault.Refused, "outward.not_named", "host", p.host)
	}
	if own, err := netip.ParseAddr(p.host); err == nil && own.Unmap() == to.Addr().Unmap() {
		return nil
	}
	if p.host == "localhost" && to.Addr().Unmap().IsLoopback() {
		return nil
	}
	if astray(to.Addr()) {
		return fault.New(fault.Refused, "outward.astray", "host", p.host)
	}
	return nil
}

// metadata are addresses outside of the link-local range at which clouds tell a machine its own secrets: Alibaba Cloud, Azure, Amazon.
var metadata = []netip.Addr{netip.MustParseAddr("100.100.100.200"), netip.MustParseAddr("168.63.129.16"), netip.MustParseAddr("fd00:ec2::254")}

// nat64 is the prefix under which an IPv6 address stands for an IPv4 one (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// astray says that a name which leads here was bent.
func astray(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if nat64.Contains(a) {
		wide := a.As16()
		a = netip.AddrFrom4([4]byte(wide[12:]))
	}
	if !a.IsGlobalUnicast() || a.Is4() && a.As4()[0] == 0 { // neither loopback, link-local, multicast, unspecified nor broadcast
		return true
	}
	for _, m := range metadata {
		if a == m {
			return true
		}
	}
	return false
}

// Dial connects to one server that the configuration named, by its name and port, for what is not HTTP (mail). The address that is asked
// for must be that server.
func (g *Gate) Dial(host string, port int) func(ctx context.Context, network, address string) (net.Conn, error) {
	p := place{host: strings.ToLower(host), port: strconv.Itoa(port)}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.EqualFold(address, net.JoinHostPort(p.host, p.port)) {
			return nil, fault.New(fault.Refused, "outward.not_named", "host", p.host)
		}
		return p.dialer(g.options).DialContext(ctx, network, address)
	}
}

func (p place) dialer(o Options) *net.Dialer {
	return &net.Dialer{Timeout: o.Connect, Control: p.mayLead, Resolver: o.Names}
}
