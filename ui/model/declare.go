package model

import (
	"strings"

	"ruhang/core/hiring"
)

// DeclareRows is how many relatives, and how many companies, a form of the bank's people takes at a time.
const DeclareRows = 3

// Declare makes the command from a filled form: relation0, name0, where0… and company0, role0…; rows without a word are left out.
func Declare(v map[string]string) hiring.DeclareInterests {
	cmd := hiring.DeclareInterests{None: v["none"] == "true" || v["none"] == "yes"}
	for i := range DeclareRows {
		get := func(name string) string { return strings.TrimSpace(v[name+itoa(i)]) }
		if r := (hiring.Relative{Relation: get("relation"), Name: get("name"), Where: get("where")}); r != (hiring.Relative{}) {
			cmd.Relatives = append(cmd.Relatives, r)
		}
		if b := (hiring.Business{Company: get("company"), Role: get("role")}); b != (hiring.Business{}) {
			cmd.Businesses = append(cmd.Businesses, b)
		}
	}
	return cmd
}
