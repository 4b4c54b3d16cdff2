package office

import (
	"context"
	"time"

	"ruhang/core/hiring"
)

// Outside is what the bank has configured of the world outside: servers, accounts, addresses. It is kept as one setting, sealed under the
// bank's key, since passwords and tokens are in it; nobody is shown those again. What is not named here is not reached.
type Outside struct {
	Mail       *MailServer                 `json:"mail,omitempty"`
	SMS        *SMSAccount                 `json:"sms,omitempty"`
	Chat       []ChatRoom                  `json:"chat,omitempty"`
	Connectors map[string]ConnectorAccount `json:"connectors,omitempty"` // by the connector's id
}

// MailServer is where mail is handed in (RFC 6409).
type MailServer struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // starttls, tls; none only for a server on this machine
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
	From     string `json:"from"` // the bank's address; answers come back to it
	Roots    []byte `json:"roots,omitempty"`
	// Since is when the bank first had a mail server; SetOutside writes it.
	Since time.Time `json:"since,omitzero"`
}

// SMSAccount is the bank's account with a provider of short messages. China's providers send registered templates only: Templates says
// under which code a message's words are registered there.
type SMSAccount struct {
	Provider  string            `json:"provider"` // aliyun
	Endpoint  string            `json:"endpoint"`
	KeyID     string            `json:"key_id"`
	Secret    string            `json:"secret"`
	Sign      string            `json:"sign"`      // the registered signature
	Templates map[string]string `json:"templates"` // id in messages.yaml -> the provider's code
	Since     time.Time         `json:"since,omitzero"`
}

// ChatRoom is a group's robot. What is said there carries no person's name or number: a group is not a compartment.
type ChatRoom struct {
	Kind   string `json:"kind"` // wecom, feishu, dingtalk
	Name   string `json:"name"`
	URL    string `json:"url"`
	Secret string `json:"secret,omitempty"`
	Role   string `json:"role"` // whose messages it gets: hr, compliance, approver
}

// ConnectorAccount is the bank's account with one source of background checks.
type ConnectorAccount struct {
	Endpoint string   `json:"endpoint"`
	Token    string   `json:"token,omitempty"`  // raw, as the vendor wants it
	Secret   string   `json:"secret,omitempty"` // signs callbacks (HMAC-SHA256)
	PerMin   int      `json:"per_min"`          // calls a minute at most
	PriceFen int64    `json:"price_fen"`        // what one call costs
	DailyFen int64    `json:"daily_fen"`        // spending a day at most; 0: no cap
	Folder   string   `json:"folder,omitempty"` // of file drops
	Kinds    []string `json:"kinds"`            // kinds of checks it is asked for
	Off      bool     `json:"off,omitempty"`
}

// Parcel is one message on its way out, with nothing left to fill in.
type Parcel struct {
	Key      string // names it for ever (Message-ID, idempotency key): sent twice under one key it does no harm where the channel can help it
	To       string // an address or a number; a chat room's URL
	Name     string // the receiver's, for an address line; "" in chat
	Subject  string
	Body     string
	Template string            // id in messages.yaml
	Values   map[string]string // the values that stand in the words, for providers that fill in a registered template
	Files    []Enclosure
}

// Enclosure is a file inside a parcel: a calendar entry ("text/calendar; method=REQUEST").
type Enclosure struct {
	Name, Type string
	Data       []byte
}

// Carrier carries parcels out over one channel. Implemented by data/notify. Errors say what to do: Offline is tried again later,
// everything else is final for this parcel.
type Carrier interface {
	// Carry hands a parcel over; the receipt is the server's own name for it.
	Carry(ctx context.Context, p Parcel) (receipt string, err error)
	// Try says whether server and account answer, without sending anything to anybody.
	Try(ctx context.Context) error
}

// Carriers makes the carriers of a configuration, by channel: mail, sms, chat. A channel that is not configured is not there.
type Carriers func(Outside) map[string]Carrier

// CheckRequest is what a source is asked: no more than its kind needs (PIPL Art. 6).
type CheckRequest struct {
	Key            string // names the request for ever: asking twice under one key is one order
	Order          string // the order's id in its case
	Kind           string // education, employment, qualification…
	Name           string
	IDNumber       string // only for kinds whose source cannot do without
	Consent        string // the digest of the wording that was agreed to
	LegalBasis     string
	Education      []hiring.Education
	Employments    []hiring.Employment // of a conflict of interest: the declared companies stand here too, without dates
	Qualifications []hiring.Qualification
	Relatives      []string // declared names, for conflicts of interest
}

// CheckAnswer is what came back: still running, something is missing, or the result.
type CheckAnswer struct {
	Reference string // the source's own name for the order
	State     string // running, incomplete, done, failed
	Note      string // what is missing, or why it failed: for people
	Again     time.Duration
	Calls     int                 // of a Priced connector: how many paid calls were made, also when it ended in an error
	Result    *hiring.RecordCheck // when done; Order and Files are filled in by the office
	Files     []Enclosure         // evidence as it came: raw answers, PDFs
}

// Connector asks one source of background checks. Implemented by data/check. Errors: Offline is tried again later; Denied and Refused
// (a bad token, no money left) stop the connector until a person looks; Missing is "no such thing", an answer.
type Connector interface {
	Order(ctx context.Context, r CheckRequest) (CheckAnswer, error)
	// Poll asks what became of an order; sources that answer at once never need it.
	Poll(ctx context.Context, reference string) (CheckAnswer, error)
	// Callback reads what the source sent by itself, after its signature was checked.
	Callback(ctx context.Context, header map[string]string, body []byte) (CheckAnswer, error)
	Try(ctx context.Context) error
}

// Priced is a Connector whose orders may take more than one paid call.
type Priced interface {
	// Calls is how many calls an order takes at most.
	Calls(r CheckRequest) int
}

// Connectors makes the connectors of a configuration, by id.
type Connectors func(Outside) map[string]Connector
