package office

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

func backups(at ...time.Time) (out []Backup) {
	for _, t := range at {
		out = append(out, Backup{At: t})
	}
	return out
}

func TestQ09_RotationKeepsDaysWeeksAndMonths(t *testing.T) {
	var made []time.Time
	for day := range 400 {
		made = append(made, time.Date(2026, 1, 1, 4, 0, 0, 0, time.UTC).AddDate(0, 0, day))
	}
	kept := []Backup(nil)
	plan := BackupPlan{Folder: "/x", Daily: 7, Weekly: 4, Monthly: 12}
	for _, at := range made { // as a bank lives: one more each day
		kept, _ = plan.Rotate(append(kept, Backup{At: at}))
	}
	newest := made[len(made)-1]
	months := map[time.Month]bool{}
	for i, b := range kept {
		months[b.At.Month()] = true
		if newest.Sub(b.At) < 7*24*time.Hour {
			require.Equal(t, made[len(made)-(len(kept)-i)], b.At, "each of the last seven days")
		}
	}
	require.Len(t, months, 12)
	require.LessOrEqual(t, len(kept), 7+4+12)
	require.GreaterOrEqual(t, len(kept), 7+1+10)
}

func TestQ09_RotationNeverLetsTheNewestGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfN(rapid.IntRange(0, 24*900), 1, 60).Draw(t, "hours")
		slices.Sort(hours)
		var all []Backup
		for _, h := range hours {
			all = append(all, Backup{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(h) * time.Hour)})
		}
		n := func(name string) int { return rapid.IntRange(0, 20).Draw(t, name) }
		plan := BackupPlan{Daily: n("daily"), Weekly: n("weekly"), Monthly: n("monthly")}
		stay, leave := plan.Rotate(all)
		require.Len(t, all, len(stay)+len(leave), "none is forgotten")
		require.Equal(t, all[len(all)-1], stay[len(stay)-1])
		again, none := plan.Rotate(stay)
		require.Equal(t, stay, again, "rotating again changes nothing")
		require.Empty(t, none)
	})
	stay, leave := BackupPlan{}.Rotate(nil)
	require.Empty(t, stay)
	require.Empty(t, leave)
}

func TestQ09_ABackupIsDueOnceADay_AndAMissedOneAtOnce(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, hiring.China)
	s := BackupState{Plan: BackupPlan{Folder: "/x", Hour: 12, Daily: 7}}
	require.True(t, s.Due(noon), "none was ever made")
	require.False(t, BackupState{}.Due(noon), "no folder, no backup")
	s.Kept = backups(noon)
	require.False(t, s.Due(noon))
	require.False(t, s.Due(noon.Add(23*time.Hour+59*time.Minute)))
	require.True(t, s.Due(noon.Add(24*time.Hour)))
	require.True(t, s.Due(noon.Add(90*time.Hour)), "the machine was off")
	s.Kept = backups(noon.Add(365 * 24 * time.Hour))
	require.True(t, s.Due(noon), "a clock that ran ahead does not stop backups")
	s.Kept = backups(noon)
	s.Officers = []string{"age1new"}
	require.True(t, s.Due(noon.Add(time.Minute)), "a new officer must be able to open the newest one")
	s.Failed = &BackupFailure{At: noon}
	require.False(t, s.Due(noon.Add(59*time.Minute)), "a failure is not repeated each minute")
	require.True(t, s.Due(noon.Add(time.Hour)))
	s.Failed.At = noon.Add(300 * time.Hour)
	require.True(t, s.Due(noon.Add(time.Minute)), "nor does a failure in the future stop them")
}

func TestQ09_WhatAnAdministratorIsTold(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, hiring.China)
	s := BackupState{}
	require.Equal(t, "backup.notice_none", s.Notice(now))
	s.Plan.Folder = "/x"
	require.Equal(t, "backup.notice_old", s.Notice(now))
	s.Last = &Backup{At: now.Add(-49 * time.Hour), To: []string{"age1x"}}
	require.Equal(t, "backup.notice_old", s.Notice(now))
	s.Last.At = now.Add(-time.Hour)
	require.Empty(t, s.Notice(now))
	s.Last.Damaged = 1
	require.Equal(t, "backup.notice_damaged", s.Notice(now))
	s.Last = &Backup{At: now}
	require.Equal(t, "backup.notice_no_officer", s.Notice(now))
	s.Failed = &BackupFailure{At: now}
	require.Equal(t, "backup.notice_failed", s.Notice(now))
}

func TestQ09_APlanIsChecked(t *testing.T) {
	good := DefaultBackupPlan
	good.Folder = t.TempDir()
	require.NoError(t, good.Check())
	for field, change := range map[string]func(*BackupPlan){
		"folder": func(p *BackupPlan) { p.Folder = "backups" }, "hour": func(p *BackupPlan) { p.Hour = 24 }, "daily": func(p *BackupPlan) { p.Daily = 0 },
		"weekly": func(p *BackupPlan) { p.Weekly = -1 }, "monthly": func(p *BackupPlan) { p.Monthly = 401 },
	} {
		p := good
		change(&p)
		require.Equal(t, field, fault.Of(p.Check()).Params["field"])
	}
}
