package hiring

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"sort"
	"strings"

	"ruhang/core/fault"
)

// bodies is every event version ever written, by wire name. Append only: an old version stays decodable for ever, and
// testdata/wire holds a sample of each.
var bodies = table[Body](func(b Body) string { return b.Wire() },
	ReportReceived{}, PersonRevealed{}, ImportUndone{}, FailConfirmed{}, CaseOpened{}, ReportRead{}, GateDecided{}, StageEntered{}, CaseRejected{}, CaseWithdrawn{},
	CVAttached{}, KitDrawn{}, KitEdited{}, TaskCompleted{}, NoteAdded{},
	InterviewPlanned{}, InterviewMoved{}, InterviewCancelled{}, InterviewMissed{}, ScorecardSubmitted{},
	ConsentGiven{}, ConsentAgreed{}, ConsentWithdrawn{}, ConsentTakenBack{}, ConsentLapsed{}, ChecksOrdered{}, CheckTracked{}, CheckReported{}, CheckStopped{}, InterestsDeclared{}, Found{}, FlagCleared{}, GapExplained{},
	OfferDrafted{}, OfferEdited{}, OfferSubmitted{}, OfferApprovedBy{}, OfferRefusedBy{}, OfferSent{}, OfferOpened{}, ChangeRequested{},
	ChangeAnswered{}, OfferExtended{}, ApprovalKept{}, OfferAccepted{}, OfferTurnedDown{}, OfferLapsed{}, OfferTakenBack{},
	GuideIssued{}, MaterialSubmitted{}, MaterialAccepted{}, MaterialReturned{}, OriginalSeen{}, TeamSet{}, DeskAssigned{}, Arrived{}, NewcomerAbsent{}, WelcomeDone{},
	ProbationStarted{}, ProgressReported{}, ProbationReviewed{}, ProbationConfirmed{}, ProbationEnded{}, OutcomeRecorded{},
	HoldPlaced{}, HoldReleaseAsked{}, HoldReleased{}, LeavingRecorded{}, ErasureRequested{}, ErasureRefused{}, CaseErased{},
	MessageQueued{}, MessageSent{}, MessageFailed{}, MessageBounced{}, MessageResent{}, MessageTold{}, InvitationAnswered{}, MessageRead{}, Reminded{}, ReviewRequested{}, ReviewAnswered{},
)

// commands is every command, by name.
var commands = table[Command](func(c Command) string { return c.Name() },
	ReceiveReport{}, RevealPerson{}, UndoImport{}, ConfirmFail{}, OpenCase{}, ReadReport{}, PassGate{}, Reject{}, Withdraw{},
	AttachCV{}, DrawKit{}, EditKit{}, CompleteTask{}, AddNote{},
	PlanInterview{}, MoveInterview{}, CancelInterview{}, RecordNoShow{}, SubmitScorecard{},
	GiveConsent{}, WithdrawConsent{}, LapseConsent{}, OrderChecks{}, TrackCheck{}, RecordCheck{}, StopCheck{}, DeclareInterests{}, Screen{}, RaiseFlag{}, ClearFlag{}, Explain{},
	DraftOffer{}, EditOffer{}, SubmitOffer{}, ApproveOffer{}, RefuseOffer{}, IssueOffer{}, ViewOffer{}, RequestChange{}, AnswerChange{},
	SignOffer{}, DeclineOffer{}, ExpireOffer{}, RescindOffer{},
	IssueGuide{}, SubmitMaterial{}, AcceptMaterial{}, ReturnMaterial{}, SeeOriginal{}, SetTeam{}, AssignDesk{}, ArriveAt{}, ReportAbsence{}, DoWelcome{},
	StartProbation{}, ReportProgress{}, ReviewProbation{}, Confirm{}, EndProbation{}, RecordOutcome{},
	HoldData{}, ReleaseHold{}, RecordLeaving{}, RequestErasure{}, RefuseErasure{}, EraseCase{},
	Notify{}, RecordSent{}, RecordUnsent{}, RecordBounce{}, ResendMessage{}, TellOtherwise{}, AnswerInvitation{}, ReadMessage{}, Remind{}, RequestReview{}, AnswerReview{},
)

func table[T any](name func(T) string, all ...T) map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(all))
	for _, v := range all {
		m[name(v)] = reflect.TypeOf(v)
	}
	return m
}

// CommandNames are all commands' names, sorted; roles.yaml is held against them.
func CommandNames() []string { return names(commands) }

// WireNames are all events' wire names, sorted.
func WireNames() []string { return names(bodies) }

func names(m map[string]reflect.Type) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

// EncodeBody is an event's body as it is sealed.
func EncodeBody(b Body) ([]byte, error) { return json.Marshal(b) }

// DecodeBody reads a sealed body; nil and no error for a kind this program does not know: the case becomes read-only.
func DecodeBody(wire string, raw []byte) (Body, error) {
	t, ok := bodies[wire]
	if !ok {
		return nil, nil
	}
	v := reflect.New(t)
	if err := json.Unmarshal(raw, v.Interface()); err != nil {
		return nil, fault.Wrap(err, fault.Corrupt, "ledger.undecodable", "hiring.DecodeBody")
	}
	return v.Elem().Interface().(Body), nil
}

// EncodeCommand is a command as an intent carries it.
func EncodeCommand(c Command) ([]byte, error) { return json.Marshal(c) }

// DecodeCommand reads a command; an unknown name or field is fault.Invalid and names it.
func DecodeCommand(name string, raw []byte) (Command, error) {
	t, ok := commands[name]
	if !ok {
		return nil, fault.New(fault.Invalid, "command.unknown", "command", name)
	}
	v := reflect.New(t)
	if len(bytes.TrimSpace(raw)) > 0 {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(v.Interface()); err != nil {
			return nil, invalidJSON(err, name)
		}
		if _, err := d.Token(); err != io.EOF {
			return nil, fault.New(fault.Invalid, "command.bad_field", "command", name, "field", "")
		}
	}
	return v.Elem().Interface().(Command), nil
}

func invalidJSON(err error, command string) error {
	field := ""
	if t, ok := err.(*json.UnmarshalTypeError); ok {
		field = t.Field
	} else if s := err.Error(); strings.Contains(s, "unknown field ") {
		field = strings.Trim(s[strings.Index(s, "unknown field ")+len("unknown field "):], `"`)
	}
	return fault.New(fault.Invalid, "command.bad_field", "command", command, "field", field)
}

// CommandFields lists a command's fields with their JSON names and kinds ("string", "number", "bool", "json"), so that a
// script may give them as FIELD=VALUE.
func CommandFields(name string) (map[string]string, error) {
	t, ok := commands[name]
	if !ok {
		return nil, fault.New(fault.Invalid, "command.unknown", "command", name)
	}
	out := map[string]string{}
	fields(t, out)
	return out, nil
}

func fields(t reflect.Type, out map[string]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			fields(f.Type, out)
			continue
		}
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch f.Type.Kind() {
		case reflect.String:
			out[tag] = "string"
		case reflect.Int, reflect.Int64, reflect.Float64:
			out[tag] = "number"
		case reflect.Bool:
			out[tag] = "bool"
		default:
			out[tag] = "json"
			if f.Type.String() == "time.Time" {
				out[tag] = "string"
			}
		}
	}
}
