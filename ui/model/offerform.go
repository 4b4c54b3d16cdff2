package model

import (
	"math"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// PlainYuan is a sum as a person types it: 6800 or 6800.50.
func PlainYuan(f hiring.Fen) string {
	return strings.TrimSuffix(strings.ReplaceAll(f.String(), ",", ""), ".00")
}

// ReadYuan reads a sum in yuan with at most two decimals.
func ReadYuan(text string) (hiring.Fen, error) {
	clean := strings.ReplaceAll(strings.TrimSpace(text), ",", "")
	yuan, err := strconv.ParseFloat(clean, 64)
	fen := math.Round(yuan * 100)
	if err != nil || !(yuan > 0 && yuan < 1e9) || math.Abs(yuan*100-fen) > 1e-6 {
		return 0, fault.New(fault.Invalid, "field.money", "field", "monthly")
	}
	return hiring.Fen(fen), nil
}

// EditOffer makes the command from a filled form: only what differs from the draft is sent, so that an untouched salary
// stays the band's own.
func EditOffer(was, values map[string]string) (hiring.EditOffer, error) {
	var cmd hiring.EditOffer
	changed := func(name string) bool { return strings.TrimSpace(values[name]) != was[name] }
	if changed("monthly") {
		fen, err := ReadYuan(values["monthly"])
		if err != nil {
			return cmd, err
		}
		cmd.Monthly = fen
	}
	for name, into := range map[string]*int{"contract_months": &cmd.ContractMonths, "probation_months": &cmd.ProbationMonths} {
		if !changed(name) {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(values[name]))
		if err != nil || n < 1 || n > 600 {
			return cmd, fault.New(fault.Invalid, "field.range", "field", name, "min", "1", "max", "600")
		}
		*into = n
	}
	if changed("grade") {
		cmd.Grade = strings.TrimSpace(values["grade"])
	}
	if changed("start") {
		cmd.Start = hiring.Date(values["start"])
	}
	if changed("branch") {
		cmd.Branch = values["branch"]
	}
	if changed("clauses") {
		cmd.Clauses = []string{}
		for _, line := range strings.Split(values["clauses"], "\n") {
			if line = strings.TrimSpace(line); line != "" {
				cmd.Clauses = append(cmd.Clauses, line)
			}
		}
	}
	return cmd, nil
}
