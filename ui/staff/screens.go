package staff

import "slices"

// Screens is the table of all screens of the bank's people; roles.yaml says who sees which,
// and the order here is the order of the navigation.
var Screens = slices.Concat(dayScreens, caseScreens, workScreens, houseScreens)

// Find is a line of the table by its id.
func Find(id string) (Screen, bool) {
	i := slices.IndexFunc(Screens, func(s Screen) bool { return s.ID == id })
	if i < 0 {
		return Screen{}, false
	}
	return Screens[i], true
}
