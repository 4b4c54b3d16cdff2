package office

import (
	"context"
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// Catalog is the configuration in force: names, reasons, questions, in both languages.
func (s *Session) Catalog() *catalog.Catalog { return s.office.Catalog() }

// Now is the office's time: screens count days and hours by the same clock as the rules.
func (s *Session) Now() time.Time { return s.office.now() }

// Round is one interview round with whose it is: what a calendar shows.
type Round struct {
	Case      hiring.CaseID
	Name      string
	Position  string
	Branch    string
	Interview hiring.Interview // as the account may see it: others' cards hidden while it owes its own
}

// Rounds are the rounds that begin at or after from and before to, in the account's scope, earliest first; cancelled ones too.
func (s *Staff) Rounds(ctx context.Context, from, to time.Time) ([]Round, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	var out []Round
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := s.withRounds(r, from, to)
		if err != nil {
			return err
		}
		heads, err := s.boardRows(rows)
		if err != nil {
			return err
		}
		for _, row := range heads {
			c, _, _, err := s.reach(r, row.ID)
			if err != nil {
				return err
			}
			seen := hiring.Show(c, s.actor(), s.office.Catalog().Roles)
			for _, iv := range seen.Interviews {
				if !iv.Start.Before(from) && iv.Start.Before(to) {
					out = append(out, Round{Case: row.ID, Name: row.Name, Position: row.Position, Branch: row.Branch, Interview: iv})
				}
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Round) int { return a.Interview.Start.Compare(b.Interview.Start) })
	return out, err
}

// withRounds are the rows of cases that can have a round in a span of time: their structure says enough to leave most out,
// since rounds take place in the interview stage.
func (s *Staff) withRounds(r Reader, from, to time.Time) ([]CaseRow, error) {
	var out []CaseRow
	sc := s.scope()
	err := r.Heads(func(row CaseRow) error {
		over := (row.Stage != "interview" && row.StageAt.Before(from)) || (!row.ClosedAt.IsZero() && row.ClosedAt.Before(from))
		if len(row.Panel) > 0 && !over && row.OpenedAt.Before(to) && sc.sees(row.Branch, row.Panel) {
			out = append(out, row)
		}
		return nil
	})
	return out, err
}
