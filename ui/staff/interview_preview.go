package staff

// preview shows word for word what the plan as it is typed would send to the candidate and the panel.
func (f *planForm) preview() {
	slot, wrong := f.plan.Slot()
	said := map[string]string{}
	for name, key := range wrong {
		said[name] = f.p.words(key)
	}
	f.show(said)
	if len(wrong) == 0 {
		preview(f.p.h, f.file.Case.ID, f.command(slot), "", nil)
	}
}
