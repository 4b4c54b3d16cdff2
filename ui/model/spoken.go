package model

import (
	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Spoken puts the catalog's names into an error's values where they name a stage, a task or a check: rules know ids, people
// know words.
func Spoken(cat *catalog.Catalog, lang string, err error) error {
	e := fault.Of(err)
	if err == nil || cat == nil || len(e.Params) == 0 {
		return err
	}
	out := e
	if task := e.Params["task"]; task != "" {
		out = out.With("task", nameOfTask(cat, lang, e.Params["stage"], task))
	}
	for _, name := range []string{"stage", "current"} {
		if id := e.Params[name]; id != "" {
			out = out.With(name, Reader{Lang: lang, Cat: cat, Say: func(key string, _ ...string) string { return key }}.StageName(id))
		}
	}
	return out
}

func nameOfTask(cat *catalog.Catalog, lang, stage, task string) string {
	for _, plan := range cat.Plans {
		for i := range plan.Stages {
			s := &plan.Stages[i]
			if stage != "" && s.ID != stage {
				continue
			}
			if t := s.Task(task); t != nil {
				return t.Name.In(lang)
			}
		}
	}
	return task
}
