package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
)

// chatHouse stands in for one house of chat rooms: its format, its signature, its codes.
type chatHouse struct {
	postBox
	kind, secret string
	say          func(w http.ResponseWriter) // instead of an answer
}

// codes are what each house says to the outcomes of the suite: later, never, denied; and to an empty message.
var codes = map[string]map[string]int{
	"wecom":    {"later": 45009, "never": 40058, "denied": 93000, "empty": 44004, "sign": 0},
	"feishu":   {"later": 11232, "never": 19002, "denied": 19001, "empty": 9499, "sign": 19021},
	"dingtalk": {"later": 130101, "never": 430104, "denied": 300001, "empty": 400402, "sign": 310000},
}

func (h *chatHouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if h.say != nil {
		h.say(w)
		return
	}
	var body struct {
		MsgType   string            `json:"msgtype"`
		FeishuMsg string            `json:"msg_type"`
		Text      map[string]string `json:"text"`
		Content   map[string]string `json:"content"`
		Timestamp string            `json:"timestamp"`
		Sign      string            `json:"sign"`
	}
	code := codes[h.kind]["never"]
	if json.NewDecoder(r.Body).Decode(&body) == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		text, outcome := body.Text["content"]+body.Content["text"], h.take()
		switch {
		case !h.signed(r, body.Timestamp, body.Sign):
			code = codes[h.kind]["sign"]
		case outcome != "":
			code = codes[h.kind][outcome]
		case text == "":
			code = codes[h.kind]["empty"]
		case h.kind == "wecom" && len(text) > 2048, body.MsgType+body.FeishuMsg != "text":
		default:
			code = 0
			h.put(text)
		}
	}
	h.answer(w, code)
}

func (h *chatHouse) answer(w http.ResponseWriter, code int) {
	if h.kind == "feishu" {
		_, _ = fmt.Fprintf(w, `{"code":%d,"msg":"m","data":{}}`, code)
		return
	}
	_, _ = fmt.Fprintf(w, `{"errcode":%d,"errmsg":"m"}`, code)
}

// signed checks a signature as each house's page describes it: Feishu in the body by the second, with the text as the key; DingTalk in
// the address by the millisecond, with the secret as the key; WeCom has its key in the address.
func (h *chatHouse) signed(r *http.Request, timestamp, sign string) bool {
	key, text := "", ""
	switch h.kind {
	case "wecom":
		return r.URL.Query().Get("key") == secretRoom
	case "feishu":
		key = timestamp + "\n" + h.secret
	case "dingtalk":
		timestamp, sign = r.URL.Query().Get("timestamp"), r.URL.Query().Get("sign")
		key, text = h.secret, timestamp+"\n"+h.secret
	}
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if h.kind == "dingtalk" {
		at /= 1000
	}
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return err == nil && at > now.Unix()-3600 && at < now.Unix()+3600 && sign == base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func chatStandIn(t *testing.T, kind string) (*chatHouse, office.ChatRoom) {
	h := &chatHouse{kind: kind, secret: "SEC-of-the-robot"}
	return h, office.ChatRoom{Kind: kind, Name: "HR", URL: serve(t, h.ServeHTTP) + "/send?key=" + secretRoom, Secret: h.secret, Role: "hr"}
}

func chatChannel(t *testing.T, kind string) outsidetest.Channel {
	h, room := chatStandIn(t, kind)
	other := room
	other.URL += "2"
	return outsidetest.Channel{Carrier: New(out())(office.Outside{Chat: []office.ChatRoom{room}})["chat"], To: room.URL, Said: h.said, Next: h.will,
		Nowhere: []string{other.URL, "https://example.com/send?key=1", "http://169.254.169.254/"}}
}

func TestChatSignaturesOfTheProvidersPages(t *testing.T) {
	// Both pages give the code and no numbers: these were made with Python's hmac from that code.
	require.Equal(t, "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=", mac64("1599360473\ndemo", ""), "Feishu")
	require.Equal(t, "tGWkA5eQOQNCNPDgphtxIoNLO+/gD8Lcb705KQoRzeY=", mac64("SECdemo", "1599360473000\nSECdemo"), "DingTalk")
}

func TestChatRobotsAreNotSilencedByTheirOwnHouse(t *testing.T) {
	for kind, perMin := range map[string]int{"wecom": 20, "dingtalk": 20, "feishu": 100} {
		h, room := chatStandIn(t, kind)
		c := New(out())(office.Outside{Chat: []office.ChatRoom{room}})["chat"]
		var err error
		said := 0
		for err == nil && said < 200 {
			if _, err = c.Carry(t.Context(), office.Parcel{To: room.URL, Subject: "x"}); err == nil {
				said++
			}
		}
		require.True(t, fault.HasCode(err, "outward.pace"), "%v", err)
		require.Equal(t, perMin, said)
		require.Len(t, h.said(), perMin)
	}
}

func TestAWrongSecretOfAChatRobotIsDenied(t *testing.T) {
	for _, kind := range []string{"feishu", "dingtalk"} {
		h, room := chatStandIn(t, kind)
		h.secret = "another"
		c := New(out())(office.Outside{Chat: []office.ChatRoom{room}})["chat"]
		_, err := c.Carry(t.Context(), office.Parcel{To: room.URL, Subject: "x"})
		require.True(t, fault.Is(err, fault.Denied), "%s: %v", kind, err)
		require.True(t, fault.Is(c.Try(t.Context()), fault.Denied), kind)
		outsidetest.Unmarked(t, err, room.Secret, secretRoom)
	}
}

func TestWhatChatRobotsSayBesides(t *testing.T) {
	for _, line := range []struct{ kind, answer, want string }{
		{"feishu", `{"StatusCode":0,"StatusMessage":"success"}`, ""},
		{"feishu", `{"code":9499,"msg":"too many request","data":{}}`, "chat.busy"},
		{"feishu", `{"code":9499,"msg":"Bad Request","data":{}}`, "chat.refused"},
		{"feishu", `{"code":19024,"msg":"Key Words Not Found"}`, "chat.denied"},
		{"feishu", `{}`, "chat.answer"},
		{"wecom", `{"errcode":-1,"errmsg":"system busy"}`, "chat.busy"},
		{"wecom", `[]`, "outward.kind"},
		{"dingtalk", `{"errcode":410100,"errmsg":"send too fast"}`, "chat.busy"},
		{"dingtalk", `{"errcode":310000,"errmsg":"keywords not in content"}`, "chat.denied"},
		{"dingtalk", `{"code":0}`, "chat.answer"},
	} {
		h, room := chatStandIn(t, line.kind)
		h.say = func(w http.ResponseWriter) { _, _ = w.Write([]byte(line.answer)) }
		_, err := New(out())(office.Outside{Chat: []office.ChatRoom{room}})["chat"].Carry(t.Context(), office.Parcel{To: room.URL, Subject: "x"})
		if line.want == "" {
			require.NoError(t, err, line.answer)
			continue
		}
		require.True(t, fault.HasCode(err, line.want), "%s %s: %v", line.kind, line.answer, err)
	}
}

func TestALongTextForARoomIsCutBetweenCharacters(t *testing.T) {
	h, room := chatStandIn(t, "wecom")
	c := New(out())(office.Outside{Chat: []office.ChatRoom{room}})["chat"]
	_, err := c.Carry(t.Context(), office.Parcel{To: room.URL, Subject: "x", Body: strings.Repeat("\u957f", 2000)})
	require.NoError(t, err)
	require.True(t, utf8.ValidString(h.said()[0]))
	require.True(t, strings.HasSuffix(h.said()[0], "..."))
	require.Greater(t, len(h.said()[0]), 2040)
}
