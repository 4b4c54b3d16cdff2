package model

import (
	"fmt"
	"path/filepath"
	"strconv"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// BackupRows are how this machine's backups went: the last good one, what went wrong since, and the plan.
func (r Reader) BackupRows(s office.BackupState) []Row {
	rows := []Row{{Label: r.Say("backup.last"), Value: r.Say("backup.none"), Tone: Bad}}
	if b := s.Last; b != nil {
		rows[0] = Row{Label: r.Say("backup.last"), Value: r.Moment(b.At), Tone: Good}
		if s.Old(r.Now) {
			rows[0].Tone = Bad
		}
		rows = append(rows,
			Row{Label: r.Say("backup.where"), Value: filepath.Base(b.Path)},
			Row{Label: r.Say("backup.in"), Value: filepath.Dir(b.Path)},
			Row{Label: r.Say("backup.size"), Value: Bytes(b.Size)},
			Row{Label: r.Say("backup.verified"), Value: r.Say("backup.verified_yes", "records", strconv.FormatUint(b.Records, 10)), Tone: Good},
			r.wrappedRow(b))
		if b.Damaged > 0 {
			rows = append(rows, Row{Label: r.Say("backup.attachments"), Value: r.Say("backup.damaged", "n", strconv.Itoa(b.Damaged)), Tone: Bad})
		}
	}
	if f := s.Failed; f != nil {
		rows = append(rows, Row{Label: r.Say("backup.failed_at", "at", r.Moment(f.At)), Value: r.Say(f.Code, pairsOf(f.Params)...), Tone: Bad})
	}
	return rows
}

func (r Reader) wrappedRow(b *office.Backup) Row {
	if b.Wrapped() {
		return Row{Label: r.Say("backup.key_label"), Value: r.Say("backup.wrapped", "n", strconv.Itoa(len(b.To))), Tone: Good}
	}
	return Row{Label: r.Say("backup.key_label"), Value: r.Say("backup.not_wrapped"), Tone: Warn}
}

func pairsOf(params fault.Params) (pairs []string) {
	for _, name := range sortedKeys(params) {
		pairs = append(pairs, name, params[name])
	}
	return pairs
}

// Bytes is a size as people read it, in powers of a thousand as disks are sold.
func Bytes(n int64) string {
	const units = "kMGT"
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	size, unit := float64(n)/1000, 0
	for size >= 999.5 && unit < len(units)-1 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.1f %cB", size, units[unit])
}
