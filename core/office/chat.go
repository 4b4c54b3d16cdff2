package office

import (
	"context"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// A chat room is no compartment: nobody knows who is in it. It hears that something waits in the inbox, in words that name no
// person and no number.

// queueChat owes every room of the reader's role a line about a message in its inbox.
func (o *Office) queueChat(tx Tx, keys keyring, c *hiring.Case, m *hiring.Message) error {
	role, is := strings.CutPrefix(m.To, "role:")
	if !is {
		return nil
	}
	out, err := o.outsideIn(tx)
	if err != nil {
		return err
	}
	for i, room := range out.Chat {
		if room.Role != role {
			continue
		}
		row := OutboxRow{Key: "chat/" + string(c.ID) + "/" + m.ID + "/" + strconv.Itoa(i), Kind: "chat", At: m.At}
		if err := o.owe(tx, keys, c.ID, row, m.ID+"/"+room.Name); err != nil {
			return err
		}
	}
	return nil
}

// chatKind is how lines to chat rooms leave; the case is told nothing of them, since the inbox has the message.
func (o *Office) chatKind() effectKind {
	return effectKind{ready: func(r *reach, kind string) bool { return r.carriers[kind] != nil }, do: o.chat,
		over: func(effect, error) []hiring.Command { return nil }, tries: 8}
}

func (o *Office) chat(ctx context.Context, r *reach, e effect) (effected, error) {
	id, name, _ := strings.Cut(string(e.body), "/")
	room := r.outside.room(name)
	if room.URL == "" {
		return effected{}, nil // the room was taken out of the configuration
	}
	var l loaded
	if err := o.ports.Store.Read(ctx, func(tx Reader) (err error) { l, err = o.loaded(tx, e.Case); return err }); err != nil {
		return effected{}, err
	}
	m := l.c.Message(id)
	if m == nil {
		return effected{}, nil
	}
	now := o.now()
	if at := o.goesAt(m, now); at.After(now) {
		return effected{again: at.Sub(now)}, nil
	}
	_, err := r.carriers["chat"].Carry(ctx, Parcel{Key: e.Key, To: room.URL, Body: o.chatLine(l.c, m, catalog.Languages[0]), Template: m.Template})
	return effected{}, err
}

// mayBeHeard are the values that may be said in a chat room: none of them is a person's, or typed by anybody.
var mayBeHeard = map[string]bool{"position": true, "bank": true, "stage": true, "days": true, "date": true, "deadline": true, "interview_time": true, "review": true, "expires": true}

// chatLine is a message's subject with everybody's name covered; a subject that needs more than may be heard is not said at all.
func (o *Office) chatLine(c *hiring.Case, m *hiring.Message, lang string) string {
	line := o.ports.Words(lang, "chat.something")
	if t := o.Catalog().Messages[m.Template]; t != nil {
		all, heard := o.values(c, nil, nil, lang), map[string]string{}
		for k, v := range o.spoken(c, nil, m.Params, nil, lang) {
			all[k] = v
		}
		for k, v := range all {
			if mayBeHeard[k] {
				heard[k] = v
			}
		}
		heard["name"], heard["interviewer"] = o.ports.Words(lang, "chat.candidate"), o.ports.Words(lang, "chat.interviewer")
		subject, _ := t.Words(c.Position)
		if said, err := fill(subject.In(lang), heard); err == nil && said != "" {
			line = said
		}
	}
	return line + "\n" + o.ports.Words(lang, "chat.sign_in")
}
