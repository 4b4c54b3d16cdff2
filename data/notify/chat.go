package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// robot is how one house of chat rooms wants to be spoken to: a kind of ChatRoom.
type robot struct {
	perMin  int // what the house allows; more silences the robot
	longest int // bytes of a text
	build   func(room office.ChatRoom, w Ways, text string) (address string, body any)
	judge   func(a chatAnswer) error
}

// robots are the kinds; each is in a file of its own terms below.
var robots = map[string]robot{
	"wecom":    {perMin: 20, longest: 2048, build: wecom, judge: wecomSaid},
	"feishu":   {perMin: 100, longest: 18 << 10, build: feishu, judge: feishuSaid},
	"dingtalk": {perMin: 20, longest: 18 << 10, build: dingtalk, judge: dingtalkSaid},
}

// chatAnswer is what the houses answer, each with its own words for the same.
type chatAnswer struct {
	ErrCode *int   `json:"errcode"`
	Code    *int   `json:"code"`
	Status  *int   `json:"StatusCode"`
	ErrMsg  string `json:"errmsg"`
	Msg     string `json:"msg"`
}

// talker speaks into the rooms of the configuration and no others.
type talker struct {
	rooms []office.ChatRoom
	ways  Ways
}

func chatOf(w Ways, o office.Outside) office.Carrier {
	if len(o.Chat) == 0 {
		return nil
	}
	return &talker{rooms: o.Chat, ways: w}
}

// Carry says a parcel in the room whose URL it is addressed to. Rooms give no receipt.
func (t *talker) Carry(ctx context.Context, p office.Parcel) (string, error) {
	for _, room := range t.rooms {
		if room.URL == p.To {
			return "", t.say(ctx, room, strings.TrimSpace(line(p.Subject)+"\n"+strings.ToValidUTF8(p.Body, "")))
		}
	}
	return "", fault.New(fault.Refused, "chat.unknown_room")
}

// Try says nothing in every room: a robot that is there refuses an empty message, one that is not says so.
func (t *talker) Try(ctx context.Context) error {
	for _, room := range t.rooms {
		if err := t.say(ctx, room, ""); err != nil && !fault.HasCode(err, "chat.refused") {
			return err
		}
	}
	return nil
}

func (t *talker) say(ctx context.Context, room office.ChatRoom, text string) error {
	kind, known := robots[room.Kind]
	if !known {
		return fault.New(fault.Invalid, "chat.kind")
	}
	address, body := kind.build(room, t.ways, shortened(text, kind.longest))
	raw, err := json.Marshal(body)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "internal", "notify.say")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return fault.New(fault.Invalid, "outward.address")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := call[chatAnswer](t.ways.Reach(room.URL, kind.perMin), r)
	if err != nil {
		return err
	}
	return kind.judge(answer)
}

// shortened cuts a text that a room would refuse, between characters, and shows that it did.
func shortened(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	cut := longest - len("...")
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "..."
}

// wecom: https://developer.work.weixin.qq.com/document/path/91770
func wecom(room office.ChatRoom, _ Ways, text string) (string, any) {
	return room.URL, map[string]any{"msgtype": "text", "text": map[string]string{"content": text}}
}

func wecomSaid(a chatAnswer) error {
	return verdict(a.ErrCode, map[int]string{45009: "60", -1: "60"}, 93000, 93008, 40001, 40014)
}

// feishu: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
func feishu(room office.ChatRoom, w Ways, text string) (string, any) {
	body := map[string]any{"msg_type": "text", "content": map[string]string{"text": text}}
	if room.Secret != "" {
		at := strconv.FormatInt(w.Now().Unix(), 10)
		body["timestamp"], body["sign"] = at, mac64(at+"\n"+room.Secret, "")
	}
	return room.URL, body
}

func feishuSaid(a chatAnswer) error {
	code := a.Code
	if code == nil {
		code = a.Status // answers of before 2022
	}
	if code != nil && *code == 9499 && strings.Contains(a.Msg, "too many request") {
		return fault.New(fault.Offline, "chat.busy", "after", "60")
	}
	return verdict(code, map[int]string{11232: "60", 11233: "60", 99991400: "60"}, 19001, 19007, 19021, 19022, 19024)
}

// dingtalk: https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
func dingtalk(room office.ChatRoom, w Ways, text string) (string, any) {
	address := room.URL
	if room.Secret != "" {
		at := strconv.FormatInt(w.Now().UnixMilli(), 10)
		address += "&timestamp=" + at + "&sign=" + url.QueryEscape(mac64(room.Secret, at+"\n"+room.Secret))
	}
	return address, map[string]any{"msgtype": "text", "text": map[string]string{"content": text}}
}

func dingtalkSaid(a chatAnswer) error {
	// 130101, 410100, 90030: said too much; the robot is silenced for ten minutes
	return verdict(a.ErrCode, map[int]string{-1: "60", 130101: "600", 410100: "600", 90030: "600"}, 300001, 310000, 400013, 400101, 400102, 400105)
}

// verdict reads a house's code: nothing wrong, come back in so many seconds, the robot or its key is not there, or the message is not taken.
func verdict(code *int, later map[int]string, denied ...int) error {
	if code == nil {
		return fault.New(fault.Corrupt, "chat.answer")
	}
	said := strconv.Itoa(*code)
	if after, busy := later[*code]; busy {
		return fault.New(fault.Offline, "chat.busy", "after", after, "status", said)
	}
	for _, d := range denied {
		if *code == d {
			return fault.New(fault.Denied, "chat.denied", "status", said)
		}
	}
	if *code != 0 {
		return fault.New(fault.Refused, "chat.refused", "status", said)
	}
	return nil
}

// mac64 is HMAC-SHA256 in Base64.
func mac64(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
