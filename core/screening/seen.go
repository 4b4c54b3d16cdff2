package screening

import (
	"slices"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// The badge's photo: an inch photo at 300 to the inch is 295 by 413 pixels, and stands.
const (
	BadgeWidth  = 295
	BadgeHeight = 413
	badgeLeast  = 0.62 // width over height, with room for how people cut
	badgeMost   = 0.85
)

// badge looks at a portrait's size and shape only: what is on it a person sees.
func (in *inspection) badge() {
	if in.read == nil || in.read.Width == 0 || in.read.Height == 0 {
		return
	}
	w, h := in.read.Width, in.read.Height
	in.advise("photo_size", w >= BadgeWidth && h >= BadgeHeight, fault.Params{"size": strconv.Itoa(w) + "x" + strconv.Itoa(h),
		"least": strconv.Itoa(BadgeWidth) + "x" + strconv.Itoa(BadgeHeight)})
	shape := float64(w) / float64(h)
	in.advise("photo_shape", shape >= badgeLeast && shape <= badgeMost, nil)
}

// resume holds a diploma against what the candidate said when they applied: the school among theirs, and the year it ended.
func (in *inspection) resume() {
	school := in.field("school")
	if in.c == nil || in.c.CV == nil || len(in.c.CV.Education) == 0 || school == "" {
		return
	}
	i := slices.IndexFunc(in.c.CV.Education, func(e hiring.Education) bool { return SameCompany(e.School, school) })
	in.advise("school_in_cv", i >= 0, nil)
	on := in.date("graduated_on")
	if i < 0 || !on.First().Valid() || len(in.c.CV.Education[i].To) < 4 {
		return
	}
	said := string(in.c.CV.Education[i].To)[:4]
	in.advise("year_in_cv", said == string(on)[:4], fault.Params{"cv_year": said, "year": string(on)[:4]})
}

// registry looks at the online verification code of the registry, and at where the codes in the picture lead. Nothing here says that the
// registry confirmed anything: that is a check of its own, with a person's name to it.
func (in *inspection) registry() {
	if code := in.field("chsi_code"); code != "" {
		in.must("chsi_code", CHSICode(code), nil)
	}
	if in.read == nil || len(in.read.Links) == 0 {
		return
	}
	good := slices.ContainsFunc(in.read.Links, func(link string) bool { _, err := CHSILink(link); return err == nil })
	in.advise("chsi_link", good, nil)
}

// seen holds what was typed against what a machine saw. Only a value with its own proof can contradict, and a name: everything else is shown
// beside it.
func (in *inspection) seen(fields []string) {
	if in.read == nil {
		return
	}
	for _, f := range fields {
		seen := in.compare(f)
		if v, _ := in.read.Value(f); seen == SeenUnsure && f == "name" && v.Looks > 0 {
			seen = SeenOther // another's paper has to be looked at, and a misread name costs one look
		}
		if seen == SeenSame || seen == SeenOther {
			in.say(hiring.Verdict{Rule: "read_" + f, OK: seen == SeenSame, Code: "verdict.read", Params: fault.Params{"field": f}})
		}
	}
	if len(in.read.Flaws) > 0 {
		in.advise("legible", false, fault.Params{"flaw": in.read.Flaws[0]})
	}
}

func (in *inspection) compare(field string) Seen {
	v, ok := in.read.Value(field)
	if !ok || in.field(field) == "" {
		return SeenNothing
	}
	return CompareSeen(v, in.field(field))
}

// Seen is how a value that was read stands to one that was typed.
type Seen int

// The outcomes. SeenUnsure is a difference that a machine may have made.
const (
	SeenNothing Seen = iota
	SeenSame
	SeenUnsure
	SeenOther
)

// CompareSeen compares field by field as people would: names by their characters, numbers without their spaces.
func CompareSeen(read hiring.ReadValue, typed string) Seen {
	same, seen := compact(read.Text) == compact(typed), read.Sure || read.Looks > 0
	switch read.Field {
	case "id_no":
		same = SameID(read.Text, typed)
	case "name":
		same = CompareNames(read.Text, typed) == Same
	case "school":
		same = SameCompany(read.Text, typed)
	case "chsi_code":
		same = NormalID(read.Text) == NormalID(typed)
	case "birth_date", "graduated_on": // a hyphen in another place is another day
		typed = strings.TrimSpace(typed)
		same = typed == read.Text || typed == compact(read.Text)
	case "number": // without a check digit even agreement has to be seen twice
		same = same && (read.Sure || read.Looks >= 2)
	}
	switch {
	case same && seen: // a PDF's own words, which no look at its page saw, confirm nothing
		return SeenSame
	case read.Sure:
		return SeenOther
	}
	return SeenUnsure
}
