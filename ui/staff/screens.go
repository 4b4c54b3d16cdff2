package staff

import "slices"

// Screens is the table of all screens of the bank's people; roles.yaml says who sees which.
var Screens = slices.Concat(mainScreens, caseScreens, workScreens)

// Find is a line of the table by its id.
func Find(id string) (Screen, bool) {
	i := slices.IndexFunc(Screens, func(s Screen) bool { return s.ID == id })
	if i < 0 {
		return Screen{}, false
	}
	return Screens[i], true
}
