package office

import (
	"time"

	"ruhang/core/hiring"
)

// Erasure is what an erasing drops, by pseudonyms; an empty id drops nothing.
type Erasure struct {
	Case     hiring.CaseID
	Person   hiring.PersonID
	Accounts []hiring.AccountID
}

// Dropped counts what an erasing dropped.
type Dropped struct {
	Bodies   int `json:"bodies"`
	Keys     int `json:"keys"`
	Intents  int `json:"intents"`
	Lookups  int `json:"lookups"`
	Outbox   int `json:"outbox"`
	Messages int `json:"messages"`
	Drafts   int `json:"drafts"`       // settings named after the case: what somebody was writing about it
	Persons  int `json:"person_rows"`  // with those of its history
	Accounts int `json:"account_rows"` // likewise
}

// ErasureRow is an erasure as the store keeps it. Todo is what is left to do outside of the store (files, the vault, the list of
// erasures); nil once it is done.
type ErasureRow struct {
	Case        hiring.CaseID
	At          time.Time
	Todo        []byte
	Certificate []byte
}
