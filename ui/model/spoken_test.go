package model_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

func TestAnErrorNamesStagesAndTasksByTheirWords(t *testing.T) {
	f := uitest.Bank(t)
	err := fault.New(fault.Refused, "gate.needs", "stage", "interview", "task", "scorecard")
	require.Contains(t, f.Words.Fault("zh", f.Catalog, err), "面试评价表")
	require.Contains(t, f.Words.Fault("zh", nil, err), "scorecard", "before a bank is open only the catalog knows")
	require.Equal(t, f.Words.Say("zh", "fault.internal"), f.Words.Fault("zh", f.Catalog, errors.New("x")))
	err = fault.New(fault.Invalid, "catalog.missing", "file", "bank.yaml", "line", "3", "field", "name")
	require.Contains(t, f.Words.Fault("zh", f.Catalog, err), "“name”", "what stands in a file is called as it stands there")
	err = fault.New(fault.Invalid, "catalog.probation_cap", "source", "第十九条", "source_en", "Art. 19")
	require.Contains(t, f.Words.Fault("en", f.Catalog, err), "Art. 19")
	require.Contains(t, f.Words.Fault("zh", f.Catalog, err), "第十九条")
}

// plain are the values that are no ids: numbers, days, what a file or a person said, and pseudonyms, which have no other name.
var plain = []string{"account", "age", "at", "days", "ending", "case", "code", "column", "contract", "count", "date", "expected", "file", "first", "found", "from", "known", "least", "left", "limit", "line", "max", "min",
	"most", "number", "percent", "phone", "rune", "schema", "seconds", "seq", "size", "until", "value", "step", "sheet", "version", "low", "high", "sum", "index", "key", "name", "host", "template"}

// unknown are sentences about a word that nobody knows: it is shown as it was given.
var unknown = []string{"account.unknown_role role", "paper.unknown_block kind"}

// TestNoSentenceShowsAnID walks every code with every value that the core and the data give it: whatever is an id is said by its
// name in both languages. A value of a new name is either plain, or gets its words here.
func TestNoSentenceShowsAnID(t *testing.T) {
	f := uitest.Bank(t)
	ids := idsOf(f.Catalog)
	seen, shown, strange := 0, []string{}, []string{}
	for code, names := range faultsIn(t, ids, "../../core", "../../data") {
		area, _, _ := strings.Cut(code, ".")
		if area == "catalog" || area == "command" {
			continue
		}
		for name := range names {
			if slices.Contains(plain, name) || slices.Contains(unknown, code+" "+name) || !strings.Contains(f.Words.Say("zh", code)+f.Words.Say("en", code), "{"+name+"}") {
				continue
			}
			of := ids[name]
			if name == "state" {
				of = ids["state "+area]
			}
			if len(of) == 0 {
				strange = append(strange, code+" {"+name+"}")
			}
			for _, id := range of {
				for _, lang := range catalog.Languages {
					const mark = "\x00"
					err := fault.New(fault.Refused, code, name, id)
					bare := strings.ReplaceAll(f.Words.Say(lang, code), "{"+name+"}", mark)
					said := f.Words.Fault(lang, f.Catalog, err)
					if said == strings.ReplaceAll(bare, mark, id) {
						shown = append(shown, lang+" "+name+"="+id)
					}
					seen++
				}
			}
		}
	}
	require.Empty(t, strange, "values that are neither plain nor ids with words: put their names into plain, or give them words in spoken.go")
	slices.Sort(shown)
	require.Empty(t, slices.Compact(shown), "ids without a word of their own")
	require.Greater(t, seen, 300)
}

// idsOf are all ids a value can be, by its name.
func idsOf(cat *catalog.Catalog) map[string][]string {
	ids := map[string][]string{"use": catalog.ReasonUses, "stage": catalog.StageIDs, "current": catalog.StageIDs,
		"field":       {"branch", "grade", "monthly", "components", "start", "benefits", "supplementary_medical"},
		"state offer": {"draft", "approving", "refused", "approved", "issued", "viewed", "negotiating", "void", "signed", "declined", "expired", "rescinded", "reneged"},
		"status":      {"waiting", "open", "rejected", "withdrawn", "confirmed", "separated", "undone"},
		"outcome":     catalog.Outcomes, "want": {"date", "list", "map", "text", "string", "object", "boolean"}}
	for _, s := range []hiring.InterviewState{hiring.Planned, hiring.Cancelled, hiring.NoShow} {
		ids["state interview"] = append(ids["state interview"], string(s))
	}
	for _, s := range []hiring.MaterialState{hiring.Awaited, hiring.Submitted, hiring.Accepted, hiring.Returned} {
		ids["state material"] = append(ids["state material"], string(s))
	}
	for _, c := range hiring.Classes {
		ids["class"] = append(ids["class"], string(c))
	}
	for id := range cat.Checks {
		ids["kind"] = append(ids["kind"], id)
	}
	for id, role := range cat.Roles {
		ids["role"] = append(ids["role"], id)
		ids["job"] = append(ids["job"], role.Office...)
	}
	for _, plan := range cat.Plans {
		for _, s := range plan.Stages {
			for _, task := range s.Tasks {
				ids["task"] = append(ids["task"], task.ID)
			}
		}
	}
	for _, b := range cat.Bank.Branches {
		ids["city"] = append(ids["city"], b.City)
	}
	for id := range cat.Reasons {
		ids["reason"] = append(ids["reason"], id)
	}
	return ids
}

// faultsIn reads the code for every fault with its values' names, and adds literal ids to those it finds: what missing and
// mayOffice are asked for, and every field a fault names.
func faultsIn(t *testing.T, ids map[string][]string, roots ...string) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, root := range roots {
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			require.NoError(t, err)
			ast.Inspect(tree, func(n ast.Node) bool {
				if call, is := n.(*ast.CallExpr); is {
					note(call, ids, found)
				}
				return true
			})
			return nil
		}))
	}
	require.Greater(t, len(found), 100)
	return found
}

func note(call *ast.CallExpr, ids map[string][]string, found map[string]map[string]bool) {
	text := func(i int) string {
		if i < len(call.Args) {
			if lit, is := call.Args[i].(*ast.BasicLit); is && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				return s
			}
		}
		return ""
	}
	callee := ""
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		callee = fn.Name
	case *ast.SelectorExpr:
		callee = fn.Sel.Name
	}
	switch {
	case callee == "missing" && text(0) != "":
		ids["what"] = append(ids["what"], text(0))
	case callee == "mayOffice":
		ids["job"] = append(ids["job"], text(0))
	case callee == "New" && len(call.Args) >= 2 && strings.Contains(text(1), "."):
		code := text(1)
		if found[code] == nil {
			found[code] = map[string]bool{}
		}
		for i := 2; i+1 < len(call.Args); i += 2 {
			found[code][text(i)] = true
			if text(i) == "field" && text(i+1) != "" && !strings.HasPrefix(code, "catalog.") && !strings.HasPrefix(code, "command.") {
				ids["field"] = append(ids["field"], text(i+1))
			}
		}
	}
}
