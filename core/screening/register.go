package screening

import "ruhang/core/hiring"

// RegisterVerdict is what a register's facts of one company say of the jobs there.
type RegisterVerdict struct {
	Light   hiring.Light // green when nothing speaks against them
	Outside bool         // a job lies outside of the company's life
	Former  bool         // a job names the company as it was once called
}

// Registered holds jobs against one company of a register, by the rules that Screen applies to the whole case.
func Registered(jobs []hiring.Employment, c hiring.Company, today hiring.Date) RegisterVerdict {
	v := RegisterVerdict{Light: hiring.Green}
	for _, e := range jobs {
		if companyOf([]hiring.Company{c}, e.Company) == nil {
			continue
		}
		for _, f := range registered(e, &c, today) {
			v.Light = v.Light.Worse(f.Light)
			v.Outside = v.Outside || f.Kind == Tenure
			v.Former = v.Former || f.Kind == FormerName
		}
	}
	return v
}
