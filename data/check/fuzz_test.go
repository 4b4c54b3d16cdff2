package check

import (
	"encoding/json"
	"testing"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// A vendor's and a register's answers come from outside: whatever they hold is read whole or refused, and nothing breaks.
func FuzzAnswersFromOutside(f *testing.F) {
	f.Add([]byte(vendorDone))
	f.Add([]byte(`{"reference":"V-1","state":"running","again_seconds":-9}`))
	f.Add([]byte(`{"result":` + keyuan("") + `,"reason":"ok","error_code":0}`))
	f.Add([]byte(`{"result":{"total":2,"items":[{"name":"a","type":2,"typeJoin":["b"]}]},"error_code":0}`))
	v := &vendor{id: "another", account: office.ConnectorAccount{Endpoint: "https://v.example.com"}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := v.read(raw)
		switch {
		case err != nil && !fault.Is(err, fault.Corrupt):
			t.Fatal(err)
		case err == nil && a.State == "done" && (a.Result == nil || a.Result.Light == "" || !dated(a.Result.Facts)):
			t.Fatalf("half a result: %+v", a)
		}
		inner, err := result(raw, "h")
		if err != nil {
			return
		}
		var base tycBase
		if unmarshal(inner, &base) {
			if c := base.company("asked"); c.Founded != "" && !c.Founded.Valid() || c.Ended != "" && !c.Ended.Valid() {
				t.Fatalf("a day that is none: %+v", c)
			}
		}
		var list tycPeople
		if unmarshal(inner, &list) {
			for _, p := range list.Items {
				if o, ok := p.officer(true); ok && o == (hiring.Officer{}) {
					t.Fatal("nobody is somebody")
				}
			}
		}
	})
}

func unmarshal(raw []byte, to any) bool { return json.Unmarshal(raw, to) == nil }
