package catalog

// Placeholders is the closed set of names that may stand in braces in letters, guides and messages; anything else is
// an error at load, and a missing value at use stops the letter or message.
var Placeholders = []string{
	"name", "position", "branch", "bank", "hotline", "address", "route", "start_date", "expires",
	"grade", "salary", "salary_year", "contract_months", "probation_months", "probation_pay", "pay_percent",
	"benefits_version", "city", "interviewer", "interview_time", "interview_place", "minutes", "deadline",
	"manager", "manager_phone", "buddy", "colleagues", "desk", "courses", "code", "item", "reason", "old", "new", "field",
	"review", "date", "days", "target", "unit", "goal", "stage", "count", "version", "today",
}
