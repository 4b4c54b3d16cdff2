package hiring

// Rule is one thing that the workflow does by itself, as people read it in the settings: after an event, or when a clock is due.
type Rule struct {
	Stage string // where it happens; "" anywhere
	On    string // the event's wire name without its version; "" for a clock
	Clock string // a Clock's Rule; "" after an event
	Does  string // a command's name; "notify" says something
	Says  string // of notify: the template
	To    string // of notify: "candidate", "interviewer", or "role:hr"
}

// Rules are all that happens by itself. Follow and Due are the code; a test holds this table against what they do in every scenario,
// both ways, so that what people read is what happens.
var Rules = []Rule{
	after("", "report_received", "screen"),
	after("", "report_received", "open_case"),
	after("", "case_opened", "draw_kit"),
	tells("", "case_opened", "case_reopened", "candidate"),
	after("", "cv_attached", "screen"),
	after("", "cv_attached", "draw_kit"),

	tells("interview", "interview_planned", "invitation_candidate", "candidate"),
	tells("interview", "interview_planned", "invitation_interviewer", "interviewer"),
	tells("interview", "interview_moved", "interview_moved_candidate", "candidate"),
	tells("interview", "interview_moved", "interview_moved_interviewer", "interviewer"),
	tells("interview", "interview_moved", "invitation_interviewer", "interviewer"),
	tells("interview", "interview_moved", "interview_cancelled_interviewer", "interviewer"),
	tells("interview", "interview_cancelled", "interview_cancelled_candidate", "candidate"),
	tells("interview", "interview_cancelled", "interview_cancelled_interviewer", "interviewer"),
	tells("interview", "invitation_answered", "invitation_declined_hr", "role:hr"),
	tells("interview", "invitation_answered", "invitation_proposed_hr", "role:hr"),
	clock("interview", "report_unread", "report_unread", "interviewer"),
	clock("interview", "score_first", "score_reminder", "interviewer"),
	clock("interview", "score_second", "score_second", "interviewer"),
	clock("interview", "score_second", "score_late_hr", "role:hr"),
	clock("interview", "score_escalated", "score_escalated", "role:hr"),

	after("check", "stage_entered", "order_checks"),
	tells("check", "stage_entered", "consent_request", "candidate"),
	after("check", "stage_entered", "screen"),
	after("check", "consent_given", "order_checks"),
	after("check", "consent_withdrawn", "stop_check"),
	tells("", "consent_withdrawn", "consent_withdrawn_hr", "role:hr"),
	tells("", "consent_lapsed", "consent_request", "candidate"),
	tells("check", "check_tracked", "check_incomplete", "role:hr"),
	after("", "interests_declared", "screen"),
	after("check", "interests_declared", "order_checks"),
	after("", "check_reported", "screen"),
	after("check", "check_reported", "pass_gate"),
	after("check", "flag_cleared", "pass_gate"),
	after("check", "gap_explained", "pass_gate"),
	clock("check", "consent_first", "consent_reminder", "candidate"),
	clock("check", "consent_second", "consent_reminder", "candidate"),
	clock("check", "consent_second", "consent_missing", "role:hr"),
	clock("check", "consent_ending", "consent_ending", "candidate"),
	ends("check", "consent_lapsed", "lapse_consent"),
	clock("", "check_overdue", "check_overdue", "role:hr"),
	clock("", "check_out_of_date", "check_out_of_date", "role:hr"),

	after("offer", "stage_entered", "draft_offer"),
	tells("offer", "offer_submitted", "offer_to_approve", "role:approver"),
	tells("offer", "offer_approved", "offer_approved", "role:hr"),
	tells("offer", "offer_refused", "offer_rejected", "role:hr"),
	tells("offer", "offer_issued", "offer_issued", "candidate"),
	tells("offer", "change_requested", "offer_change_requested", "role:hr"),
	tells("offer", "change_answered", "offer_change_accepted", "candidate"),
	tells("offer", "change_answered", "offer_change_declined", "candidate"),
	tells("offer", "offer_declined", "offer_declined_hr", "role:hr"),
	tells("offer", "offer_expired", "offer_expired", "role:hr"),
	tells("offer", "offer_expired", "offer_expired", "candidate"),
	tells("", "offer_rescinded", "offer_rescinded", "candidate"),
	after("offer", "offer_signed", "issue_guide"),
	tells("offer", "offer_signed", "guide", "candidate"),
	tells("offer", "offer_signed", "notice_start", "candidate"),
	tells("offer", "offer_signed", "offer_signed_hr", "role:hr"),
	after("offer", "offer_signed", "pass_gate"),
	clock("offer", "offer_expiring", "offer_expiring", "candidate"),
	ends("offer", "offer_expired", "expire_offer"),
	clock("offer", "change_due", "offer_change_waiting", "role:hr"),
	clock("offer", "change_escalated", "offer_change_escalated", "role:hr"),
	clock("offer", "change_escalated", "offer_change_escalated", "role:approver"),
	clock("offer", "change_rests", "offer_rests", "candidate"),

	after("onboarding", "material_submitted", "return_material"),
	tells("onboarding", "material_submitted", "material_submitted_hr", "role:hr"),
	tells("onboarding", "material_returned", "material_returned", "candidate"),
	clock("onboarding", "materials_first", "material_reminder", "candidate"),
	clock("onboarding", "materials_last", "material_reminder", "candidate"),
	clock("onboarding", "materials_last", "material_missing_hr", "role:hr"),
	after("onboarding", "checked_in", "welcome"),
	after("onboarding", "checked_in", "pass_gate"),
	tells("onboarding", "checked_in", "checkin_hr", "role:hr"),
	after("", "team_set", "welcome"),
	after("", "desk_assigned", "welcome"),
	clock("onboarding", "absence", "newcomer_absent", "role:hr"),
	tells("onboarding", "offer_reneged", "absence", "candidate"),

	after("probation", "stage_entered", "start_probation"),
	clock("probation", "probation_review", "probation_review", "role:hr"),
	clock("probation", "probation_due", "probation_due", "role:hr"),
	tells("probation", "probation_confirmed", "probation_confirmed", "candidate"),
	tells("probation", "probation_ended", "probation_ended", "candidate"),

	tells("", "found", "check_risk", "role:hr"),
	tells("", "found", "to_verify", "role:hr"),
	after("", "found", "draw_kit"),
	tells("", "case_rejected", "rejected", "candidate"),
	tells("", "fail_confirmed", "rejected", "candidate"),
	tells("", "review_requested", "human_review_request", "role:hr"),
	tells("", "review_answered", "human_review_answer", "candidate"),
	clock("", "review_first", "human_review_reminder", "role:hr"),
	clock("", "review_late", "human_review_late", "role:hr"),
	clock("", "review_late", "human_review_late", "role:compliance"),
	clock("", "review_escalated", "human_review_late", "role:compliance"),
	tells("", "message_failed", "message_unsent_hr", "role:hr"),
	tells("", "message_bounced", "message_unsent_hr", "role:hr"),
	tells("", "erasure_requested", "erasure_request", "role:hr"),
	tells("", "erasure_requested", "erasure_request", "role:compliance"),
	tells("", "erasure_refused", "erasure_refused", "candidate"),
}

func after(stage, on, does string) Rule { return Rule{Stage: stage, On: on, Does: does} }

func tells(stage, on, says, to string) Rule {
	return Rule{Stage: stage, On: on, Does: "notify", Says: says, To: to}
}

func clock(stage, name, says, to string) Rule {
	return Rule{Stage: stage, Clock: name, Does: "notify", Says: says, To: to}
}

func ends(stage, name, does string) Rule { return Rule{Stage: stage, Clock: name, Does: does} }
