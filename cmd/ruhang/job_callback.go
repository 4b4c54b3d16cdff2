package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// longestCallback bounds what a source may send by itself, evidence included, in bytes.
const longestCallback = 8 << 20

// headers are repeated flags NAME=VALUE.
type headers map[string]string

func (h headers) String() string { return "" }

func (h headers) Set(v string) error {
	name, value, both := strings.Cut(v, "=")
	if !both || name == "" {
		return errors.New("--header NAME=VALUE")
	}
	h[name] = value
	return nil
}

// runCallback takes in one message of a source, from a file or standard input, or listens for them on this machine. What is in front of
// it (the bank's gateway) ends TLS; what it hands on is believed only with the source's signature.
func runCallback(ctx context.Context, c *call, args []string) error {
	var connector, listen string
	header := headers{}
	files, err := own("callback", args, func(f *flag.FlagSet) {
		f.StringVar(&connector, "connector", "", "")
		f.StringVar(&listen, "listen", "", "")
		f.Var(header, "header", "")
	})
	switch {
	case err != nil:
		return err
	case (listen == "") == (connector == "") || len(files) > 1 || listen != "" && len(files)+len(header) > 0:
		return errUsage{jobs["callback"].usage}
	case listen != "" && !loopback(listen):
		return fault.New(fault.Invalid, "callback.elsewhere", "address", listen)
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		if listen != "" {
			return c.listen(ctx, s, listen)
		}
		raw, err := message(files)
		if err == nil {
			err = s.TakeCallback(ctx, connector, header, raw)
		}
		if err == nil {
			c.say("cli.callback_taken", "connector", connector)
		}
		return err
	})
}

func message(files []string) ([]byte, error) {
	from := io.Reader(os.Stdin)
	if len(files) == 1 {
		f, err := os.Open(files[0])
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.message")
		}
		defer f.Close()
		from = f
	}
	raw, err := io.ReadAll(io.LimitReader(from, longestCallback+1))
	if err == nil && len(raw) > longestCallback {
		return nil, fault.New(fault.Invalid, "file.too_big", "limit", fmt.Sprint(longestCallback))
	}
	return raw, fault.Wrap(err, fault.Invalid, "file.read", "cmd.message")
}

// loopback says whether an address is this machine's own: nobody else's network ends here.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// listen takes messages in until the program is ended.
func (c *call) listen(ctx context.Context, s *office.Staff, address string) error {
	at, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fault.New(fault.Invalid, "callback.busy", "address", address)
	}
	server := &http.Server{Handler: callbacks(s), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	c.say("cli.callback_listens", "address", at.Addr().String())
	if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
		return fault.Wrap(err, fault.Internal, "internal", "cmd.listen")
	}
	return nil
}

// statusOf is how a source hears what became of its message; why stands in nothing that leaves.
var statusOf = map[fault.Kind]int{fault.Denied: http.StatusUnauthorized, fault.Missing: http.StatusNotFound, fault.Invalid: http.StatusBadRequest,
	fault.Corrupt: http.StatusBadRequest, fault.Refused: http.StatusConflict}

// callbacks is POST /callback/CONNECTOR and nothing else.
func callbacks(s *office.Staff) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /callback/{connector}", func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestCallback))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		header := headers{}
		for name := range r.Header {
			header[name] = r.Header.Get(name)
		}
		if err := s.TakeCallback(r.Context(), r.PathValue("connector"), header, raw); err != nil {
			status := statusOf[fault.Of(err).Kind]
			if status == 0 {
				status = http.StatusServiceUnavailable
			}
			w.WriteHeader(status)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}
