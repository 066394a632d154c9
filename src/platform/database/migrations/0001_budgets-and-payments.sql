CREATE SCHEMA "budgets";
--> statement-breakpoint
CREATE TABLE "budgets"."booking_steps" (
	"authority_id" integer NOT NULL,
	"step_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"accounts" jsonb NOT NULL,
	"commands" jsonb NOT NULL,
	"details" jsonb NOT NULL,
	"fingerprint" "bytea",
	"state" text NOT NULL,
	"refusal" jsonb,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"attempt" integer NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	CONSTRAINT "booking_steps_authority_id_step_id_pk" PRIMARY KEY("authority_id","step_id"),
	CONSTRAINT "booking_steps_state" CHECK ("budgets"."booking_steps"."state" in ('pending', 'booked', 'refused')),
	CONSTRAINT "booking_steps_done" CHECK (("budgets"."booking_steps"."state" = 'pending') = ("budgets"."booking_steps"."done_at" is null)),
	CONSTRAINT "booking_steps_refusal" CHECK (("budgets"."booking_steps"."state" = 'refused') = ("budgets"."booking_steps"."refusal" is not null))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_agreements" (
	"authority_id" integer NOT NULL,
	"budget_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "budget_agreements_authority_id_budget_id_version_pk" PRIMARY KEY("authority_id","budget_id","version")
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_changes" (
	"authority_id" integer NOT NULL,
	"change_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"terms" jsonb NOT NULL,
	"effective_on" date NOT NULL,
	"notice_on" date,
	"state" text NOT NULL,
	"decision_id" uuid,
	"sealed" "bytea",
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_changes_authority_id_change_id_pk" PRIMARY KEY("authority_id","change_id"),
	CONSTRAINT "budget_changes_kind" CHECK ("budgets"."budget_changes"."kind" in ('amount', 'uplift', 'virement', 'carry-forward', 'end', 'family-move')),
	CONSTRAINT "budget_changes_state" CHECK ("budgets"."budget_changes"."state" in ('proposed', 'approved', 'declined')),
	CONSTRAINT "budget_changes_decided" CHECK (("budgets"."budget_changes"."state" = 'approved') = ("budgets"."budget_changes"."decision_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_decisions" (
	"authority_id" integer NOT NULL,
	"decision_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"decided_on" date NOT NULL,
	"effective_on" date NOT NULL,
	"notice_on" date,
	"route" text NOT NULL,
	"route_until" date NOT NULL,
	"routes" jsonb NOT NULL,
	"sealed" "bytea",
	CONSTRAINT "budget_decisions_authority_id_decision_id_pk" PRIMARY KEY("authority_id","decision_id"),
	CONSTRAINT "budget_decisions_kind" CHECK ("budgets"."budget_decisions"."kind" in ('request', 'indicative', 'agree', 'go-live', 'change', 'uplift', 'virement', 'family-move', 'carry-forward', 'refuse', 'end')),
	CONSTRAINT "budget_decisions_route" CHECK ("budgets"."budget_decisions"."route" in ('review', 'reconsideration', 'complaint'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_lines" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"line_code" text NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"provision_id" uuid,
	"outcome_id" uuid,
	"kind" text NOT NULL,
	"stream" text NOT NULL,
	"educates_or_trains" boolean NOT NULL,
	"mechanism" text NOT NULL,
	"premises" boolean NOT NULL,
	"premises_agreed_on" date,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"amount" bigint NOT NULL,
	"contingency" bigint NOT NULL,
	"term_time_only" boolean NOT NULL,
	"year_cut" text NOT NULL,
	"unit" text,
	"units" text,
	"rate" bigint,
	"vat_code" text NOT NULL,
	"on_cost_rate" text,
	"on_cost_fixed" bigint,
	"cost" bigint,
	"annual_cost" bigint,
	"state" text NOT NULL,
	"sealed" "bytea",
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "budget_lines_authority_id_line_id_pk" PRIMARY KEY("authority_id","line_id"),
	CONSTRAINT "budget_lines_code" UNIQUE("authority_id","line_code"),
	CONSTRAINT "budget_lines_stream" CHECK ("budgets"."budget_lines"."stream" in ('EDUCATION', 'HEALTH', 'CARE')),
	CONSTRAINT "budget_lines_mechanism" CHECK ("budgets"."budget_lines"."mechanism" in ('DIRECT_PAYMENT', 'ARRANGEMENT', 'THIRD_PARTY')),
	CONSTRAINT "budget_lines_state" CHECK ("budgets"."budget_lines"."state" in ('indicative', 'agreed', 'live', 'ended')),
	CONSTRAINT "budget_lines_dates" CHECK ("budgets"."budget_lines"."until_date" >= "budgets"."budget_lines"."from_date"),
	CONSTRAINT "budget_lines_amount" CHECK ("budgets"."budget_lines"."amount" >= 0 and "budgets"."budget_lines"."contingency" >= 0 and "budgets"."budget_lines"."contingency" <= "budgets"."budget_lines"."amount")
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_proposals" (
	"authority_id" integer NOT NULL,
	"proposal_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"line_id" uuid,
	"state" text NOT NULL,
	"proposed_on" date NOT NULL,
	"proposed_by" text NOT NULL,
	"answer_by" date NOT NULL,
	"answered_on" date,
	"answered_by" text,
	"sealed" "bytea",
	"sealed_answer" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_proposals_authority_id_proposal_id_pk" PRIMARY KEY("authority_id","proposal_id"),
	CONSTRAINT "budget_proposals_state" CHECK ("budgets"."budget_proposals"."state" in ('open', 'agreed', 'declined')),
	CONSTRAINT "budget_proposals_answered" CHECK (("budgets"."budget_proposals"."state" = 'open') = ("budgets"."budget_proposals"."answered_on" is null))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budgets" (
	"authority_id" integer NOT NULL,
	"budget_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"state" text NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"requested_on" date NOT NULL,
	"sealed" "bytea",
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "budgets_authority_id_budget_id_pk" PRIMARY KEY("authority_id","budget_id"),
	CONSTRAINT "budgets_state" CHECK ("budgets"."budgets"."state" in ('requested', 'indicative', 'agreed', 'live', 'ended', 'refused')),
	CONSTRAINT "budgets_dates" CHECK ("budgets"."budgets"."until_date" >= "budgets"."budgets"."from_date")
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_signatures" (
	"authority_id" integer NOT NULL,
	"budget_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"side" text NOT NULL,
	"family_id" uuid NOT NULL,
	"signed_by" text NOT NULL,
	"person_id" uuid,
	"signed_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_signatures_authority_id_budget_id_version_side_pk" PRIMARY KEY("authority_id","budget_id","version","side"),
	CONSTRAINT "budget_signatures_side" CHECK ("budgets"."budget_signatures"."side" in ('family', 'council'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_versions" (
	"authority_id" integer NOT NULL,
	"budget_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"decision_id" uuid NOT NULL,
	"effective_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_versions_authority_id_budget_id_version_pk" PRIMARY KEY("authority_id","budget_id","version")
);
--> statement-breakpoint
CREATE TABLE "budgets"."decision_reviews" (
	"authority_id" integer NOT NULL,
	"decision_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"route" text NOT NULL,
	"asked_on" date NOT NULL,
	"asked_by" text NOT NULL,
	"answer_by" date NOT NULL,
	"answered_on" date,
	"answered_by" text,
	"outcome" text,
	"sealed" "bytea",
	"sealed_answer" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decision_reviews_authority_id_decision_id_pk" PRIMARY KEY("authority_id","decision_id"),
	CONSTRAINT "decision_reviews_route" CHECK ("budgets"."decision_reviews"."route" in ('review', 'reconsideration', 'complaint')),
	CONSTRAINT "decision_reviews_answered" CHECK (("budgets"."decision_reviews"."outcome" is null) = ("budgets"."decision_reviews"."answered_on" is null))
);
--> statement-breakpoint
CREATE TABLE "budgets"."left_out" (
	"authority_id" integer NOT NULL,
	"left_out_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"provision_id" uuid,
	"ground" text NOT NULL,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "left_out_authority_id_left_out_id_pk" PRIMARY KEY("authority_id","left_out_id"),
	CONSTRAINT "left_out_ground" CHECK ("budgets"."left_out"."ground" in ('reg-4a-harm', 'reg-4a-inefficient', 'place-fees', 'premises-not-agreed', 'not-suitable', 'family-choice'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."line_shares" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"source_code" text NOT NULL,
	"financial_year" text NOT NULL,
	"amount" bigint NOT NULL,
	"weight" bigint NOT NULL,
	"stream" text NOT NULL,
	"cost_centre" text NOT NULL,
	"subjective" text NOT NULL,
	CONSTRAINT "line_shares_authority_id_line_id_source_code_financial_year_pk" PRIMARY KEY("authority_id","line_id","source_code","financial_year"),
	CONSTRAINT "line_shares_amount" CHECK ("budgets"."line_shares"."amount" >= 0 and "budgets"."line_shares"."weight" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budgets"."clock_events" (
	"authority_id" integer NOT NULL,
	"clock_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"on_date" date NOT NULL,
	"facts" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "clock_events_authority_id_clock_id_revision_pk" PRIMARY KEY("authority_id","clock_id","revision"),
	CONSTRAINT "clock_events_kind" CHECK ("budgets"."clock_events"."kind" in ('opened', 'moved', 'missed', 'done', 'cancelled', 'opened-again'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."clock_facts" (
	"authority_id" integer NOT NULL,
	"fact_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"stream" text,
	"subject_id" uuid NOT NULL,
	"on_date" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "clock_facts_authority_id_fact_id_pk" PRIMARY KEY("authority_id","fact_id"),
	CONSTRAINT "clock_facts_kind" CHECK ("budgets"."clock_facts"."kind" in ('first-payment', 'payments-ended', 'payment-review', 'reconsideration-asked', 'reconsideration-answered', 'seen-to')),
	CONSTRAINT "clock_facts_stream" CHECK ("budgets"."clock_facts"."stream" is null or "budgets"."clock_facts"."stream" in ('EDUCATION', 'HEALTH', 'CARE')),
	CONSTRAINT "clock_facts_of_payments" CHECK (("budgets"."clock_facts"."stream" is not null) = ("budgets"."clock_facts"."kind" in ('first-payment', 'payments-ended', 'payment-review')))
);
--> statement-breakpoint
CREATE TABLE "budgets"."clocks" (
	"authority_id" integer NOT NULL,
	"clock_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"plan_id" uuid,
	"budget_id" uuid,
	"kind" text NOT NULL,
	"stream" text,
	"duty" text NOT NULL,
	"due_on" date NOT NULL,
	"alarm_on" date NOT NULL,
	"state" text NOT NULL,
	"rule" text NOT NULL,
	"hangs_on" jsonb NOT NULL,
	"opened_on" date NOT NULL,
	"done_on" date,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "clocks_authority_id_clock_id_pk" PRIMARY KEY("authority_id","clock_id"),
	CONSTRAINT "clocks_duty" UNIQUE("authority_id","duty"),
	CONSTRAINT "clocks_kind" CHECK ("budgets"."clocks"."kind" in ('plan-review', 'payment-review', 'own-right', 'school-leaving', 'adult-care', 'plan-age-limit', 'phase-transfer', 'transfer-letter', 'reconsideration-answer')),
	CONSTRAINT "clocks_state" CHECK ("budgets"."clocks"."state" in ('open', 'done', 'missed', 'cancelled') and ("budgets"."clocks"."state" = 'done') = ("budgets"."clocks"."done_on" is not null)),
	CONSTRAINT "clocks_stream" CHECK ("budgets"."clocks"."stream" is null or "budgets"."clocks"."stream" in ('EDUCATION', 'HEALTH', 'CARE')),
	CONSTRAINT "clocks_alarm" CHECK ("budgets"."clocks"."alarm_on" <= "budgets"."clocks"."due_on")
);
--> statement-breakpoint
CREATE TABLE "budgets"."policy_settings" (
	"authority_id" integer NOT NULL,
	"code" text NOT NULL,
	"from_date" date NOT NULL,
	"value" integer,
	"source" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "policy_settings_authority_id_code_from_date_pk" PRIMARY KEY("authority_id","code","from_date")
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_import_faults" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"column_name" text NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "budget_import_faults_authority_id_import_id_line_column_name_code_pk" PRIMARY KEY("authority_id","import_id","line","column_name","code")
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_import_rows" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"plan_reference" text NOT NULL,
	"line_reference" text NOT NULL,
	"plan_digest" "bytea" NOT NULL,
	"state" text NOT NULL,
	"shares" jsonb NOT NULL,
	"amount" bigint NOT NULL,
	"sealed" "bytea",
	CONSTRAINT "budget_import_rows_authority_id_import_id_line_pk" PRIMARY KEY("authority_id","import_id","line"),
	CONSTRAINT "budget_import_rows_state" CHECK ("budgets"."budget_import_rows"."state" in ('good', 'known', 'bad', 'written', 'booked', 'undone'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."budget_imports" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"file_sha256" "bytea" NOT NULL,
	"file_name" text NOT NULL,
	"columns" jsonb NOT NULL,
	"key_ring_id" text,
	"wrapped_key" "bytea",
	"state" text NOT NULL,
	"take" text,
	"short_reason" text,
	"rows" integer NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"committed_by" text,
	"committed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"undone_by" text,
	"undone_at" timestamp with time zone,
	CONSTRAINT "budget_imports_authority_id_import_id_pk" PRIMARY KEY("authority_id","import_id"),
	CONSTRAINT "budget_imports_state" CHECK ("budgets"."budget_imports"."state" in ('arriving', 'previewed', 'importing', 'imported', 'undoing', 'undone')),
	CONSTRAINT "budget_imports_take" CHECK ("budgets"."budget_imports"."take" is null or "budgets"."budget_imports"."take" in ('all', 'good'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."imported_lines" (
	"authority_id" integer NOT NULL,
	"plan_reference" text NOT NULL,
	"line_reference" text NOT NULL,
	"import_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "imported_lines_authority_id_plan_reference_line_reference_pk" PRIMARY KEY("authority_id","plan_reference","line_reference")
);
--> statement-breakpoint
CREATE TABLE "budgets"."imported_plans" (
	"authority_id" integer NOT NULL,
	"plan_reference" text NOT NULL,
	"plan_digest" "bytea" NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	CONSTRAINT "imported_plans_authority_id_plan_reference_pk" PRIMARY KEY("authority_id","plan_reference")
);
--> statement-breakpoint
CREATE TABLE "budgets"."handover_keys" (
	"authority_id" integer NOT NULL,
	"key_id" text NOT NULL,
	"public_key" text NOT NULL,
	"key_ring_id" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "handover_keys_authority_id_pk" PRIMARY KEY("authority_id")
);
--> statement-breakpoint
CREATE TABLE "budgets"."handover_senders" (
	"authority_id" integer NOT NULL,
	"key_id" text NOT NULL,
	"name" text NOT NULL,
	"public_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "handover_senders_authority_id_key_id_pk" PRIMARY KEY("authority_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "budgets"."handovers" (
	"authority_id" integer NOT NULL,
	"handover_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"other_side" text NOT NULL,
	"moves_on" date NOT NULL,
	"sha256" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"given_back" bigint NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "handovers_authority_id_handover_id_pk" PRIMARY KEY("authority_id","handover_id"),
	CONSTRAINT "handovers_direction" CHECK ("budgets"."handovers"."direction" in ('out', 'in'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."outcome_progress" (
	"authority_id" integer NOT NULL,
	"progress_id" uuid NOT NULL,
	"outcome_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"noted_on" date NOT NULL,
	"measure" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "outcome_progress_authority_id_progress_id_pk" PRIMARY KEY("authority_id","progress_id"),
	CONSTRAINT "outcome_progress_measure" CHECK ("budgets"."outcome_progress"."measure" in ('not-started', 'some', 'on-track', 'achieved', 'set-back'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."outcomes" (
	"authority_id" integer NOT NULL,
	"outcome_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"achieve_by" date,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "outcomes_authority_id_outcome_id_pk" PRIMARY KEY("authority_id","outcome_id"),
	CONSTRAINT "outcomes_kind" CHECK ("budgets"."outcomes"."kind" in ('learning', 'health', 'care', 'independence', 'employment', 'supported-internship', 'community')),
	CONSTRAINT "outcomes_state" CHECK ("budgets"."outcomes"."state" in ('open', 'achieved', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."phase_transfers" (
	"authority_id" integer NOT NULL,
	"transfer_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"phase" text NOT NULL,
	"transfers_on" date NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"decided_on" date,
	"setting_kind" text,
	"element2_held" boolean,
	"outcomes_carried" uuid[],
	"provisions_carried" uuid[],
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "phase_transfers_authority_id_transfer_id_pk" PRIMARY KEY("authority_id","transfer_id"),
	CONSTRAINT "phase_transfers_state" CHECK ("budgets"."phase_transfers"."state" in ('planned', 'decided', 'made', 'cancelled')),
	CONSTRAINT "phase_transfers_decided" CHECK ("budgets"."phase_transfers"."state" not in ('decided', 'made') or num_nulls("budgets"."phase_transfers"."decided_on", "budgets"."phase_transfers"."setting_kind", "budgets"."phase_transfers"."element2_held", "budgets"."phase_transfers"."outcomes_carried", "budgets"."phase_transfers"."provisions_carried", "budgets"."phase_transfers"."sealed") = 0)
);
--> statement-breakpoint
CREATE TABLE "budgets"."plan_events" (
	"authority_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"on_date" date NOT NULL,
	"facts" jsonb NOT NULL,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "plan_events_authority_id_plan_id_revision_pk" PRIMARY KEY("authority_id","plan_id","revision"),
	CONSTRAINT "plan_events_kind" CHECK ("budgets"."plan_events"."kind" in ('opened', 'changed', 'finalised', 'reviewed', 'ceased', 'phase-transfer-planned', 'phase-transfer-decided', 'phase-transfer-made', 'transferred-out', 'transferred-in'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."plan_reviews" (
	"authority_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"reviewed_on" date NOT NULL,
	"outcome" text NOT NULL,
	"next_review_by" date,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "plan_reviews_authority_id_plan_id_number_pk" PRIMARY KEY("authority_id","plan_id","number"),
	CONSTRAINT "plan_reviews_outcome" CHECK ("budgets"."plan_reviews"."outcome" in ('keep', 'amend', 'cease'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."plan_sections" (
	"authority_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"section" text NOT NULL,
	"revision" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "plan_sections_authority_id_plan_id_section_revision_pk" PRIMARY KEY("authority_id","plan_id","section","revision"),
	CONSTRAINT "plan_sections_section" CHECK ("budgets"."plan_sections"."section" in ('F', 'G', 'H1', 'H2', 'J'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."plans" (
	"authority_id" integer NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"plan_type" text NOT NULL,
	"state" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"finalised_on" date,
	"next_review_by" date,
	"reviewed_on" date,
	"reviews" integer DEFAULT 0 NOT NULL,
	"cease_reason" text,
	"setting_kind" text NOT NULL,
	"element2_held" boolean NOT NULL,
	"sealed" "bytea" NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "plans_authority_id_plan_id_pk" PRIMARY KEY("authority_id","plan_id"),
	CONSTRAINT "plans_state" CHECK ("budgets"."plans"."state" in ('draft', 'in-force', 'ceased', 'transferred')),
	CONSTRAINT "plans_setting_kind" CHECK ("budgets"."plans"."setting_kind" in ('early-years', 'mainstream', 'special', 'post-16', 'eotas', 'home')),
	CONSTRAINT "plans_dates" CHECK ("budgets"."plans"."ends_on" is null or "budgets"."plans"."ends_on" >= "budgets"."plans"."starts_on"),
	CONSTRAINT "plans_in_force" CHECK ("budgets"."plans"."state" <> 'in-force' or "budgets"."plans"."finalised_on" is not null),
	CONSTRAINT "plans_ceased" CHECK (("budgets"."plans"."state" = 'ceased') = ("budgets"."plans"."cease_reason" is not null) and ("budgets"."plans"."state" in ('draft', 'in-force') or "budgets"."plans"."ends_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "budgets"."provisions" (
	"authority_id" integer NOT NULL,
	"provision_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"outcome_id" uuid,
	"section" text NOT NULL,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"units_per_week" numeric(9, 2),
	"weeks" integer,
	"total_units" numeric(9, 2),
	"term_time_only" boolean NOT NULL,
	"delivered_in" text NOT NULL,
	"premises" boolean NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date,
	"carried_from" uuid,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "provisions_authority_id_provision_id_pk" PRIMARY KEY("authority_id","provision_id"),
	CONSTRAINT "provisions_section" CHECK ("budgets"."provisions"."section" in ('F', 'G', 'H1', 'H2')),
	CONSTRAINT "provisions_unit" CHECK ("budgets"."provisions"."unit" in ('hour', 'night', 'session', 'week', 'item')),
	CONSTRAINT "provisions_delivered_in" CHECK ("budgets"."provisions"."delivered_in" in ('early-years', 'school', 'college', 'home', 'community', 'clinic', 'workplace', 'residential')),
	CONSTRAINT "provisions_dates" CHECK ("budgets"."provisions"."until_date" is null or "budgets"."provisions"."until_date" >= "budgets"."provisions"."from_date"),
	CONSTRAINT "provisions_amount" CHECK (("budgets"."provisions"."units_per_week" is null) <> ("budgets"."provisions"."total_units" is null) and ("budgets"."provisions"."units_per_week" is null) = ("budgets"."provisions"."weeks" is null)
        and coalesce("budgets"."provisions"."units_per_week", "budgets"."provisions"."total_units") > 0 and coalesce("budgets"."provisions"."weeks", 1) between 1 and 53)
);
--> statement-breakpoint
CREATE TABLE "budgets"."recharge_disputes" (
	"authority_id" integer NOT NULL,
	"dispute_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"disputed_on" date NOT NULL,
	"disputed_by" text NOT NULL,
	"settled_on" date,
	"settled_by" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "recharge_disputes_authority_id_dispute_id_pk" PRIMARY KEY("authority_id","dispute_id"),
	CONSTRAINT "recharge_disputes_reason" CHECK ("budgets"."recharge_disputes"."reason" in ('not-our-patient', 'wrong-amount', 'not-delivered', 'wrong-month', 'not-agreed')),
	CONSTRAINT "recharge_disputes_state" CHECK ("budgets"."recharge_disputes"."state" in ('open', 'upheld', 'settled')),
	CONSTRAINT "recharge_disputes_settled" CHECK (("budgets"."recharge_disputes"."state" = 'open') = ("budgets"."recharge_disputes"."settled_on" is null)),
	CONSTRAINT "recharge_disputes_amount" CHECK ("budgets"."recharge_disputes"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "budgets"."recharge_lines" (
	"authority_id" integer NOT NULL,
	"invoice_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"month" text NOT NULL,
	"line_code" text NOT NULL,
	"source_code" text NOT NULL,
	"financial_year" text NOT NULL,
	"stream" text NOT NULL,
	"cost_centre" text NOT NULL,
	"subjective" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "recharge_lines_authority_id_invoice_id_number_pk" PRIMARY KEY("authority_id","invoice_id","number"),
	CONSTRAINT "recharge_lines_kind" CHECK ("budgets"."recharge_lines"."kind" in ('month', 'adjustment')),
	CONSTRAINT "recharge_lines_amount" CHECK ("budgets"."recharge_lines"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "budgets"."recharge_invoices" (
	"authority_id" integer NOT NULL,
	"invoice_id" uuid NOT NULL,
	"partner_code" text NOT NULL,
	"month" text NOT NULL,
	"number" integer NOT NULL,
	"reference" text NOT NULL,
	"amount" bigint NOT NULL,
	"sealed_on" date NOT NULL,
	"sealed_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "recharge_invoices_authority_id_invoice_id_pk" PRIMARY KEY("authority_id","invoice_id"),
	CONSTRAINT "recharge_invoices_month" UNIQUE("authority_id","partner_code","month"),
	CONSTRAINT "recharge_invoices_number" UNIQUE("authority_id","partner_code","number"),
	CONSTRAINT "recharge_invoices_month_shape" CHECK ("budgets"."recharge_invoices"."month" ~ '^[0-9]{4}-[0-9]{2}$')
);
--> statement-breakpoint
CREATE TABLE "budgets"."cost_codes" (
	"authority_id" integer NOT NULL,
	"cost_centre" text NOT NULL,
	"subjective" text NOT NULL,
	"stream" text NOT NULL,
	CONSTRAINT "cost_codes_authority_id_cost_centre_subjective_pk" PRIMARY KEY("authority_id","cost_centre","subjective"),
	CONSTRAINT "cost_codes_stream_once" UNIQUE("authority_id","cost_centre","subjective","stream"),
	CONSTRAINT "cost_codes_stream" CHECK ("budgets"."cost_codes"."stream" in ('EDUCATION', 'HEALTH', 'CARE'))
);
--> statement-breakpoint
CREATE TABLE "budgets"."funding_rules" (
	"source_kind" text NOT NULL,
	"stream" text NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date,
	"source" text NOT NULL,
	"verified" boolean NOT NULL,
	CONSTRAINT "funding_rules_source_kind_stream_pk" PRIMARY KEY("source_kind","stream")
);
--> statement-breakpoint
CREATE TABLE "budgets"."funding_sources" (
	"authority_id" integer NOT NULL,
	"source_code" text NOT NULL,
	"stream" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"cost_centre" text NOT NULL,
	"subjective" text NOT NULL,
	"partner_code" text,
	"conditions" text,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "funding_sources_authority_id_source_code_pk" PRIMARY KEY("authority_id","source_code"),
	CONSTRAINT "funding_sources_stream" UNIQUE("authority_id","source_code","stream"),
	CONSTRAINT "funding_sources_code" CHECK ("budgets"."funding_sources"."source_code" ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);
--> statement-breakpoint
CREATE TABLE "budgets"."source_years" (
	"authority_id" integer NOT NULL,
	"source_code" text NOT NULL,
	"financial_year" text NOT NULL,
	"amount" bigint NOT NULL,
	"indicative" boolean NOT NULL,
	"confirmed_on" date,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "source_years_authority_id_source_code_financial_year_pk" PRIMARY KEY("authority_id","source_code","financial_year"),
	CONSTRAINT "source_years_amount" CHECK ("budgets"."source_years"."amount" >= 0),
	CONSTRAINT "source_years_confirmed" CHECK ("budgets"."source_years"."indicative" or "budgets"."source_years"."confirmed_on" is not null)
);
--> statement-breakpoint
CREATE TABLE "payments"."agreement_consents" (
	"authority_id" integer NOT NULL,
	"consent_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"capacity" text NOT NULL,
	"signed_by" uuid,
	"written_on" date NOT NULL,
	"channel" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "agreement_consents_authority_id_consent_id_pk" PRIMARY KEY("authority_id","consent_id"),
	CONSTRAINT "agreement_consents_kind" CHECK ("payments"."agreement_consents"."kind" in ('consent', 'nomination', 'withdrawal')),
	CONSTRAINT "agreement_consents_capacity" CHECK ("payments"."agreement_consents"."capacity" in ('parent', 'young-person', 'nominee', 'third-party')),
	CONSTRAINT "agreement_consents_channel" CHECK ("payments"."agreement_consents"."channel" in ('online', 'paper'))
);
--> statement-breakpoint
CREATE TABLE "payments"."agreement_decisions" (
	"authority_id" integer NOT NULL,
	"decision_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"decided_on" date NOT NULL,
	"effective_on" date NOT NULL,
	"notice_on" date,
	"ground" text,
	"about" uuid,
	"figures" jsonb NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "agreement_decisions_authority_id_decision_id_pk" PRIMARY KEY("authority_id","decision_id"),
	CONSTRAINT "agreement_decisions_kind" CHECK ("payments"."agreement_decisions"."kind" in ('start', 'change', 'stop', 'pause', 'restart', 'end', 'carry-on', 'reconsideration-asked', 'reconsidered')),
	CONSTRAINT "agreement_decisions_ground" CHECK (("payments"."agreement_decisions"."kind" = 'stop') = ("payments"."agreement_decisions"."ground" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments"."agreement_notices" (
	"authority_id" integer NOT NULL,
	"agreement_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"given_on" date NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"amount" bigint NOT NULL,
	"pay_dates" jsonb NOT NULL,
	"payee_id" uuid,
	"masked_account" text,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "agreement_notices_authority_id_agreement_id_version_pk" PRIMARY KEY("authority_id","agreement_id","version")
);
--> statement-breakpoint
CREATE TABLE "payments"."agreements" (
	"authority_id" integer NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"line_code" text NOT NULL,
	"stream" text NOT NULL,
	"recipient_kind" text NOT NULL,
	"recipient_person_id" uuid,
	"payee_id" uuid,
	"state" text NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"amount" bigint NOT NULL,
	"rhythm" jsonb NOT NULL,
	"timing" text NOT NULL,
	"smoothed" boolean NOT NULL,
	"on_premises" boolean NOT NULL,
	"notice_version" integer NOT NULL,
	"consented_version" integer,
	"may_be_paid" boolean,
	"stopped_from" date,
	"stop_ground" text,
	"renews" uuid,
	"step_id" uuid,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "agreements_authority_id_agreement_id_pk" PRIMARY KEY("authority_id","agreement_id"),
	CONSTRAINT "agreements_recipient_kind" CHECK ("payments"."agreements"."recipient_kind" in ('parent', 'young-person', 'nominee', 'third-party')),
	CONSTRAINT "agreements_state" CHECK ("payments"."agreements"."state" in ('draft', 'notice-given', 'consented', 'live', 'paused', 'stopped', 'ended')),
	CONSTRAINT "agreements_timing" CHECK ("payments"."agreements"."timing" in ('advance', 'arrears')),
	CONSTRAINT "agreements_dates" CHECK ("payments"."agreements"."from_date" <= "payments"."agreements"."until_date"),
	CONSTRAINT "agreements_amount" CHECK ("payments"."agreements"."amount" > 0),
	CONSTRAINT "agreements_stop" CHECK (("payments"."agreements"."stopped_from" is null) = ("payments"."agreements"."stop_ground" is null)),
	CONSTRAINT "agreements_stop_ground" CHECK ("payments"."agreements"."stop_ground" in ('consent-withdrawn', 'recipient-no-longer-qualifies', 'not-used-for-agreed-provision', 'cannot-secure-agreed-provision', 'adverse-impact-or-inefficient', 'young-person-has-not-consented', 'plan-ended', 'asked-by-recipient', 'died')),
	CONSTRAINT "agreements_consented" CHECK ("payments"."agreements"."state" not in ('consented', 'live') or "payments"."agreements"."consented_version" is not null),
	CONSTRAINT "agreements_own_consent" CHECK ("payments"."agreements"."recipient_kind" in ('nominee', 'third-party') or "payments"."agreements"."recipient_person_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "payments"."head_agreements" (
	"authority_id" integer NOT NULL,
	"head_agreement_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"agrees" boolean NOT NULL,
	"agreed_on" date NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "head_agreements_authority_id_head_agreement_id_pk" PRIMARY KEY("authority_id","head_agreement_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."recipient_checks" (
	"authority_id" integer NOT NULL,
	"check_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"checked_on" date NOT NULL,
	"may_be_paid" boolean NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "recipient_checks_authority_id_check_id_pk" PRIMARY KEY("authority_id","check_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."death_steps" (
	"authority_id" integer NOT NULL,
	"death_id" uuid NOT NULL,
	"step" text NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"done_by" text,
	"done_at" timestamp with time zone,
	"sealed" "bytea",
	CONSTRAINT "death_steps_authority_id_death_id_step_pk" PRIMARY KEY("authority_id","death_id","step"),
	CONSTRAINT "death_steps_step" CHECK ("payments"."death_steps"."step" in ('speak-to-family', 'final-wages', 'notice-pay', 'redundancy-pay', 'tax-and-pension', 'bills-outstanding', 'reckoning', 'support-goes-on', 'new-payee', 'money-on-account')),
	CONSTRAINT "death_steps_state" CHECK ("payments"."death_steps"."state" in ('open', 'done', 'not-needed')),
	CONSTRAINT "death_steps_done" CHECK (("payments"."death_steps"."state" = 'open') = ("payments"."death_steps"."done_by" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."deaths" (
	"authority_id" integer NOT NULL,
	"death_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid,
	"payee_id" uuid,
	"kind" text NOT NULL,
	"died_on" date,
	"learnt_on" date NOT NULL,
	"state" text NOT NULL,
	"owner" text,
	"contact_from" date,
	"sealed" "bytea",
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "deaths_authority_id_death_id_pk" PRIMARY KEY("authority_id","death_id"),
	CONSTRAINT "deaths_kind" CHECK ("payments"."deaths"."kind" in ('child', 'payee')),
	CONSTRAINT "deaths_state" CHECK ("payments"."deaths"."state" in ('open', 'closed', 'recorded-in-error')),
	CONSTRAINT "deaths_somebody" CHECK ("payments"."deaths"."person_id" is not null or "payments"."deaths"."payee_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "payments"."modulus_changes" (
	"authority_id" integer NOT NULL,
	"table_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	CONSTRAINT "modulus_changes_authority_id_table_id_account_id_pk" PRIMARY KEY("authority_id","table_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."modulus_tables" (
	"authority_id" integer NOT NULL,
	"table_id" uuid NOT NULL,
	"version" text NOT NULL,
	"valid_from" date NOT NULL,
	"weights" text NOT NULL,
	"substitutions" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL,
	"loaded_by" text NOT NULL,
	CONSTRAINT "modulus_tables_authority_id_table_id_pk" PRIMARY KEY("authority_id","table_id"),
	CONSTRAINT "modulus_tables_version" UNIQUE("authority_id","version")
);
--> statement-breakpoint
CREATE TABLE "payments"."own_accounts" (
	"authority_id" integer NOT NULL,
	"own_account_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"masked" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"removed_by" text,
	"removed_at" timestamp with time zone,
	CONSTRAINT "own_accounts_authority_id_own_account_id_pk" PRIMARY KEY("authority_id","own_account_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."payee_accounts" (
	"authority_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"payee_id" uuid NOT NULL,
	"family_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"masked" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"modulus_outcome" text NOT NULL,
	"modulus_table_id" uuid,
	"name_result" text NOT NULL,
	"name_checked_at" timestamp with time zone NOT NULL,
	"name_sealed" "bytea",
	"override_reason" text,
	"override_sealed" "bytea",
	"overridden_by" text,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"proposed_on" date NOT NULL,
	"is_change" boolean NOT NULL,
	"confirmed_by" text,
	"confirmed_at" timestamp with time zone,
	"confirmed_on" date,
	"usable_from" date,
	"replaced_on" date,
	"held_from" date,
	"ended_on" date,
	CONSTRAINT "payee_accounts_authority_id_account_id_pk" PRIMARY KEY("authority_id","account_id"),
	CONSTRAINT "payee_accounts_kind" CHECK ("payments"."payee_accounts"."kind" in ('uk', 'iban')),
	CONSTRAINT "payee_accounts_state" CHECK ("payments"."payee_accounts"."state" in ('proposed', 'withdrawn', 'confirmed', 'replaced', 'closed')),
	CONSTRAINT "payee_accounts_two_people" CHECK ("payments"."payee_accounts"."confirmed_by" <> "payments"."payee_accounts"."proposed_by"),
	CONSTRAINT "payee_accounts_confirmed" CHECK (("payments"."payee_accounts"."state" in ('proposed', 'withdrawn')) or ("payments"."payee_accounts"."confirmed_by" is not null and "payments"."payee_accounts"."confirmed_on" is not null and "payments"."payee_accounts"."usable_from" is not null)),
	CONSTRAINT "payee_accounts_override" CHECK (("payments"."payee_accounts"."override_reason" is null) = ("payments"."payee_accounts"."overridden_by" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."payee_policies" (
	"authority_id" integer NOT NULL,
	"policy_id" uuid NOT NULL,
	"from_date" date NOT NULL,
	"change_days" integer NOT NULL,
	"first_days" integer NOT NULL,
	"answer_days" integer NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "payee_policies_authority_id_policy_id_pk" PRIMARY KEY("authority_id","policy_id"),
	CONSTRAINT "payee_policies_from" UNIQUE("authority_id","from_date"),
	CONSTRAINT "payee_policies_days" CHECK ("payments"."payee_policies"."change_days" between 3 and 15 and "payments"."payee_policies"."first_days" between 0 and 15 and "payments"."payee_policies"."answer_days" between 1 and 10)
);
--> statement-breakpoint
CREATE TABLE "payments"."payees" (
	"authority_id" integer NOT NULL,
	"payee_id" uuid NOT NULL,
	"family_id" uuid,
	"person_id" uuid,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"sealed" "bytea",
	"state" text NOT NULL,
	"stopped_reason" text,
	"stopped_on" date,
	"stopped_by" text,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "payees_authority_id_payee_id_pk" PRIMARY KEY("authority_id","payee_id"),
	CONSTRAINT "payees_code" UNIQUE("authority_id","code"),
	CONSTRAINT "payees_kind" CHECK ("payments"."payees"."kind" in ('person', 'organisation')),
	CONSTRAINT "payees_state" CHECK ("payments"."payees"."state" in ('new', 'checked', 'usable', 'stopped')),
	CONSTRAINT "payees_stopped" CHECK (("payments"."payees"."state" = 'stopped') = ("payments"."payees"."stopped_reason" is not null and "payments"."payees"."stopped_on" is not null)),
	CONSTRAINT "payees_stop_reason" CHECK ("payments"."payees"."stopped_reason" in ('died', 'account-closed', 'account-wrong', 'fraud-suspected', 'court-order', 'ended')),
	CONSTRAINT "payees_person_of_family" CHECK ("payments"."payees"."person_id" is null or "payments"."payees"."family_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "payments"."late_causes" (
	"authority_id" integer NOT NULL,
	"cause_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"due_ref" text NOT NULL,
	"cause" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "late_causes_authority_id_cause_id_pk" PRIMARY KEY("authority_id","cause_id"),
	CONSTRAINT "late_causes_cause" CHECK ("payments"."late_causes"."cause" in ('account-closed', 'details-wrong', 'details-awaited', 'returned-by-bank', 'entered-late', 'approved-late', 'agreement-late', 'plan-late', 'funds-short', 'bank-failure', 'service-failure', 'held-for-check'))
);
--> statement-breakpoint
CREATE TABLE "payments"."missing_payments" (
	"authority_id" integer NOT NULL,
	"case_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid,
	"due_ref" text,
	"opened_on" date NOT NULL,
	"answer_by" date NOT NULL,
	"answer" text,
	"answered_on" date,
	"answered_by" text,
	"sealed" "bytea",
	"answer_sealed" "bytea",
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "missing_payments_authority_id_case_id_pk" PRIMARY KEY("authority_id","case_id"),
	CONSTRAINT "missing_payments_answer" CHECK ("payments"."missing_payments"."answer" in ('has-come', 'on-its-way', 'to-be-sent-again', 'sent-to-old-account', 'not-due-yet', 'not-agreed')),
	CONSTRAINT "missing_payments_answered" CHECK (("payments"."missing_payments"."answer" is null) = ("payments"."missing_payments"."answered_on" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."outlay_claims" (
	"authority_id" integer NOT NULL,
	"claim_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"due_ref" text,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"spent_on" date NOT NULL,
	"receipt_ids" uuid[] NOT NULL,
	"sealed" "bytea" NOT NULL,
	"state" text NOT NULL,
	"agreed_amount" bigint,
	"paid_by_due_ref" text,
	"reasons_sealed" "bytea",
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "outlay_claims_authority_id_claim_id_pk" PRIMARY KEY("authority_id","claim_id"),
	CONSTRAINT "outlay_claims_kind" CHECK ("payments"."outlay_claims"."kind" in ('outlay', 'bank-charge')),
	CONSTRAINT "outlay_claims_state" CHECK ("payments"."outlay_claims"."state" in ('asked', 'agreed', 'refused')),
	CONSTRAINT "outlay_claims_amount" CHECK ("payments"."outlay_claims"."amount" > 0 and ("payments"."outlay_claims"."agreed_amount" is null or "payments"."outlay_claims"."agreed_amount" between 1 and "payments"."outlay_claims"."amount")),
	CONSTRAINT "outlay_claims_two_people" CHECK ("payments"."outlay_claims"."decided_by" <> "payments"."outlay_claims"."created_by"),
	CONSTRAINT "outlay_claims_agreed" CHECK (("payments"."outlay_claims"."state" = 'agreed') = ("payments"."outlay_claims"."agreed_amount" is not null and "payments"."outlay_claims"."paid_by_due_ref" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments"."urgent_payments" (
	"authority_id" integer NOT NULL,
	"urgent_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"due_ref" text NOT NULL,
	"payee_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"waives_cooling_off" boolean NOT NULL,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"pay_on" date,
	CONSTRAINT "urgent_payments_authority_id_urgent_id_pk" PRIMARY KEY("authority_id","urgent_id"),
	CONSTRAINT "urgent_payments_reason" CHECK ("payments"."urgent_payments"."reason" in ('payment-late', 'payment-returned', 'wages-due', 'support-at-risk', 'hardship')),
	CONSTRAINT "urgent_payments_state" CHECK ("payments"."urgent_payments"."state" in ('asked', 'approved', 'refused')),
	CONSTRAINT "urgent_payments_two_people" CHECK ("payments"."urgent_payments"."decided_by" <> "payments"."urgent_payments"."asked_by" or "payments"."urgent_payments"."state" <> 'approved'),
	CONSTRAINT "urgent_payments_decided" CHECK (("payments"."urgent_payments"."state" = 'asked') = ("payments"."urgent_payments"."decided_by" is null)),
	CONSTRAINT "urgent_payments_day_given" CHECK (("payments"."urgent_payments"."state" = 'approved') = ("payments"."urgent_payments"."pay_on" is not null)),
	CONSTRAINT "urgent_payments_amount" CHECK ("payments"."urgent_payments"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_attempts" (
	"authority_id" integer NOT NULL,
	"instruction_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"rail" text NOT NULL,
	"key" text NOT NULL,
	"state" text NOT NULL,
	"intended_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"rail_reference" text,
	"reason" text,
	"method" text,
	"made_on" date,
	"recorded_by" text,
	"confirmed_by" text,
	CONSTRAINT "payment_attempts_authority_id_instruction_id_attempt_pk" PRIMARY KEY("authority_id","instruction_id","attempt"),
	CONSTRAINT "payment_attempts_state" CHECK ("payments"."payment_attempts"."state" in ('intended', 'in-doubt', 'taken', 'refused', 'absent', 'superseded')),
	CONSTRAINT "payment_attempts_answered" CHECK (("payments"."payment_attempts"."state" in ('intended', 'in-doubt')) = ("payments"."payment_attempts"."answered_at" is null)),
	CONSTRAINT "payment_attempts_method" CHECK ("payments"."payment_attempts"."method" in ('cheque', 'bank-screen', 'prepaid-card')),
	CONSTRAINT "payment_attempts_two_people" CHECK ("payments"."payment_attempts"."confirmed_by" <> "payments"."payment_attempts"."recorded_by")
);
--> statement-breakpoint
CREATE TABLE "payments"."rail_settings" (
	"authority_id" integer NOT NULL,
	"rail" text NOT NULL,
	"bank" text NOT NULL,
	"settled_by" text NOT NULL,
	"largest_payment" bigint NOT NULL,
	"largest_run" bigint NOT NULL,
	"planned_daily" boolean NOT NULL,
	"returns_read_to" text,
	"statement_read_to" text,
	"revision" integer NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rail_settings_authority_id_rail_pk" PRIMARY KEY("authority_id","rail"),
	CONSTRAINT "rail_settings_settled_by" CHECK ("payments"."rail_settings"."settled_by" in ('bank-statement', 'rail-statement')),
	CONSTRAINT "rail_settings_limits" CHECK ("payments"."rail_settings"."largest_payment" > 0 and "payments"."rail_settings"."largest_run" >= "payments"."rail_settings"."largest_payment")
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_returns" (
	"authority_id" integer NOT NULL,
	"instruction_id" uuid NOT NULL,
	"returned_on" date NOT NULL,
	"booked_on" date NOT NULL,
	"bank" text NOT NULL,
	"bank_reference" text,
	"reason" text NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_returns_authority_id_instruction_id_pk" PRIMARY KEY("authority_id","instruction_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."run_exclusions" (
	"authority_id" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"due_ref" text NOT NULL,
	"reason" text NOT NULL,
	"facts" jsonb NOT NULL,
	"excluded_by" text NOT NULL,
	"excluded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "run_exclusions_authority_id_run_id_due_ref_pk" PRIMARY KEY("authority_id","run_id","due_ref")
);
--> statement-breakpoint
CREATE TABLE "payments"."absences" (
	"authority_id" integer NOT NULL,
	"absence_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date,
	"look_at_on" date NOT NULL,
	"looked_at_on" date,
	"sealed" "bytea" NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "absences_authority_id_absence_id_pk" PRIMARY KEY("authority_id","absence_id"),
	CONSTRAINT "absences_dates" CHECK ("payments"."absences"."until_date" is null or "payments"."absences"."from_date" <= "payments"."absences"."until_date")
);
--> statement-breakpoint
CREATE TABLE "payments"."instalments" (
	"authority_id" integer NOT NULL,
	"instalment_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"line_code" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"due_on" date NOT NULL,
	"pay_on" date NOT NULL,
	"cover_from" date NOT NULL,
	"cover_until" date NOT NULL,
	"amount" bigint NOT NULL,
	"parts" jsonb NOT NULL,
	"state" text NOT NULL,
	"hold_reason" text,
	"due_ref" text NOT NULL,
	"paid_on" date,
	"returns" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "instalments_authority_id_instalment_id_pk" PRIMARY KEY("authority_id","instalment_id"),
	CONSTRAINT "instalments_number" UNIQUE("authority_id","agreement_id","number"),
	CONSTRAINT "instalments_due_ref" UNIQUE("authority_id","due_ref"),
	CONSTRAINT "instalments_kind" CHECK ("payments"."instalments"."kind" in ('regular', 'first-part', 'last-part', 'arrears', 'back-payment', 'one-off', 'outlay')),
	CONSTRAINT "instalments_state" CHECK ("payments"."instalments"."state" in ('planned', 'held', 'in-run', 'paid', 'returned', 'cancelled')),
	CONSTRAINT "instalments_amount" CHECK ("payments"."instalments"."amount" > 0),
	CONSTRAINT "instalments_cover" CHECK ("payments"."instalments"."cover_from" <= "payments"."instalments"."cover_until"),
	CONSTRAINT "instalments_held" CHECK (("payments"."instalments"."state" = 'held') = ("payments"."instalments"."hold_reason" is not null)),
	CONSTRAINT "instalments_paid" CHECK (("payments"."instalments"."state" = 'paid') = ("payments"."instalments"."paid_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "people"."authority_keys" (
	"authority_id" integer NOT NULL,
	"key_ring_id" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "authority_keys_authority_id_pk" PRIMARY KEY("authority_id")
);
--> statement-breakpoint
CREATE TABLE "people"."document_chunks" (
	"authority_id" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "document_chunks_authority_id_document_id_number_pk" PRIMARY KEY("authority_id","document_id","number")
);
--> statement-breakpoint
CREATE TABLE "people"."documents" (
	"authority_id" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"sender" text NOT NULL,
	"kind" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"chunks" integer NOT NULL,
	"channel" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"sent_by" text NOT NULL,
	CONSTRAINT "documents_authority_id_document_id_pk" PRIMARY KEY("authority_id","document_id"),
	CONSTRAINT "documents_sender" CHECK ("people"."documents"."sender" in ('family', 'council')),
	CONSTRAINT "documents_kind" CHECK ("people"."documents"."kind" in ('letter', 'report', 'receipt', 'agreement', 'court-order', 'account-statement', 'other')),
	CONSTRAINT "documents_size" CHECK ("people"."documents"."bytes" > 0 and "people"."documents"."chunks" > 0)
);
--> statement-breakpoint
CREATE TABLE "people"."messages" (
	"authority_id" integer NOT NULL,
	"message_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"sender" text NOT NULL,
	"documents" uuid[] NOT NULL,
	"sealed" "bytea",
	"channel" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"written_by" text NOT NULL,
	CONSTRAINT "messages_authority_id_message_id_pk" PRIMARY KEY("authority_id","message_id"),
	CONSTRAINT "messages_sender" CHECK ("people"."messages"."sender" in ('family', 'council'))
);
--> statement-breakpoint
CREATE TABLE "people"."factor_removals" (
	"authority_id" integer NOT NULL,
	"removal_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"proof" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "factor_removals_authority_id_removal_id_pk" PRIMARY KEY("authority_id","removal_id"),
	CONSTRAINT "factor_removals_proof" CHECK ("people"."factor_removals"."proof" in ('in-person', 'video-call', 'call-back-to-known-number')),
	CONSTRAINT "factor_removals_two_people" CHECK ("people"."factor_removals"."confirmed_by" <> "people"."factor_removals"."asked_by"),
	CONSTRAINT "factor_removals_confirmed" CHECK (("people"."factor_removals"."confirmed_by" is null) = ("people"."factor_removals"."confirmed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "people"."lockouts" (
	"lockout_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"email_key" text,
	"identity_id" uuid,
	"failures" integer NOT NULL,
	"address" text NOT NULL,
	"request_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform"."service_key_marks" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"mark" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" DROP CONSTRAINT "payment_instructions_state";--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" DROP CONSTRAINT "payment_runs_state";--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" DROP CONSTRAINT "payment_runs_two_people";--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" DROP CONSTRAINT "payment_runs_approval";--> statement-breakpoint
DROP INDEX "payments"."payment_instructions_due";--> statement-breakpoint
DROP INDEX "payments"."payment_instructions_run";--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "payee_id" uuid;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "paid_to" text;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "account_changed_on" date;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "family_id" uuid;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "offsets" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "due_on" date;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "cover_from" date;--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD COLUMN "cover_until" date;--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD COLUMN "submitted_by" text;--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD COLUMN "submitted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people"."machine_clients" ADD COLUMN "previous_digest" "bytea";--> statement-breakpoint
ALTER TABLE "people"."machine_clients" ADD COLUMN "previous_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "budgets"."budget_agreements" ADD CONSTRAINT "budget_agreements_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_changes" ADD CONSTRAINT "budget_changes_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_decisions" ADD CONSTRAINT "budget_decisions_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_lines" ADD CONSTRAINT "budget_lines_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_proposals" ADD CONSTRAINT "budget_proposals_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_signatures" ADD CONSTRAINT "budget_signatures_agreement" FOREIGN KEY ("authority_id","budget_id","version") REFERENCES "budgets"."budget_agreements"("authority_id","budget_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_versions" ADD CONSTRAINT "budget_versions_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."decision_reviews" ADD CONSTRAINT "decision_reviews_decision" FOREIGN KEY ("authority_id","decision_id") REFERENCES "budgets"."budget_decisions"("authority_id","decision_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."left_out" ADD CONSTRAINT "left_out_budget" FOREIGN KEY ("authority_id","budget_id") REFERENCES "budgets"."budgets"("authority_id","budget_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."line_shares" ADD CONSTRAINT "line_shares_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "budgets"."budget_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."line_shares" ADD CONSTRAINT "line_shares_source_of_stream" FOREIGN KEY ("authority_id","source_code","stream") REFERENCES "budgets"."funding_sources"("authority_id","source_code","stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."line_shares" ADD CONSTRAINT "line_shares_code_of_stream" FOREIGN KEY ("authority_id","cost_centre","subjective","stream") REFERENCES "budgets"."cost_codes"("authority_id","cost_centre","subjective","stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_import_faults" ADD CONSTRAINT "budget_import_faults_import" FOREIGN KEY ("authority_id","import_id") REFERENCES "budgets"."budget_imports"("authority_id","import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."budget_import_rows" ADD CONSTRAINT "budget_import_rows_import" FOREIGN KEY ("authority_id","import_id") REFERENCES "budgets"."budget_imports"("authority_id","import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."handovers" ADD CONSTRAINT "handovers_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."outcome_progress" ADD CONSTRAINT "outcome_progress_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."outcomes" ADD CONSTRAINT "outcomes_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."phase_transfers" ADD CONSTRAINT "phase_transfers_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."plan_events" ADD CONSTRAINT "plan_events_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."plan_reviews" ADD CONSTRAINT "plan_reviews_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."plan_sections" ADD CONSTRAINT "plan_sections_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."provisions" ADD CONSTRAINT "provisions_plan" FOREIGN KEY ("authority_id","plan_id") REFERENCES "budgets"."plans"("authority_id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."recharge_disputes" ADD CONSTRAINT "recharge_disputes_line" FOREIGN KEY ("authority_id","invoice_id","number") REFERENCES "budgets"."recharge_lines"("authority_id","invoice_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."recharge_lines" ADD CONSTRAINT "recharge_lines_invoice" FOREIGN KEY ("authority_id","invoice_id") REFERENCES "budgets"."recharge_invoices"("authority_id","invoice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."funding_sources" ADD CONSTRAINT "funding_sources_may_fund" FOREIGN KEY ("kind","stream") REFERENCES "budgets"."funding_rules"("source_kind","stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."funding_sources" ADD CONSTRAINT "funding_sources_code_of_stream" FOREIGN KEY ("authority_id","cost_centre","subjective","stream") REFERENCES "budgets"."cost_codes"("authority_id","cost_centre","subjective","stream") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets"."source_years" ADD CONSTRAINT "source_years_source" FOREIGN KEY ("authority_id","source_code") REFERENCES "budgets"."funding_sources"("authority_id","source_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."agreement_consents" ADD CONSTRAINT "agreement_consents_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."agreement_decisions" ADD CONSTRAINT "agreement_decisions_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."agreement_notices" ADD CONSTRAINT "agreement_notices_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."head_agreements" ADD CONSTRAINT "head_agreements_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recipient_checks" ADD CONSTRAINT "recipient_checks_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."death_steps" ADD CONSTRAINT "death_steps_death_id" FOREIGN KEY ("authority_id","death_id") REFERENCES "payments"."deaths"("authority_id","death_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payee_accounts" ADD CONSTRAINT "payee_accounts_payee_id" FOREIGN KEY ("authority_id","payee_id") REFERENCES "payments"."payees"("authority_id","payee_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_attempts" ADD CONSTRAINT "payment_attempts_instruction" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_returns" ADD CONSTRAINT "payment_returns_instruction" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."run_exclusions" ADD CONSTRAINT "run_exclusions_run_id" FOREIGN KEY ("authority_id","run_id") REFERENCES "payments"."payment_runs"("authority_id","run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."instalments" ADD CONSTRAINT "instalments_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."document_chunks" ADD CONSTRAINT "document_chunks_document_id" FOREIGN KEY ("authority_id","document_id") REFERENCES "people"."documents"("authority_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."documents" ADD CONSTRAINT "documents_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."messages" ADD CONSTRAINT "messages_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_steps_pending" ON "budgets"."booking_steps" USING btree ("authority_id","claimed_until") WHERE "budgets"."booking_steps"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "booking_steps_subject" ON "budgets"."booking_steps" USING btree ("authority_id","subject_id");--> statement-breakpoint
CREATE INDEX "budget_changes_of_budget" ON "budgets"."budget_changes" USING btree ("authority_id","budget_id");--> statement-breakpoint
CREATE INDEX "budget_decisions_budget_at" ON "budgets"."budget_decisions" USING btree ("authority_id","budget_id","decided_at");--> statement-breakpoint
CREATE INDEX "budget_lines_of_budget" ON "budgets"."budget_lines" USING btree ("authority_id","budget_id");--> statement-breakpoint
CREATE INDEX "budget_lines_family" ON "budgets"."budget_lines" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "budget_proposals_of_budget" ON "budgets"."budget_proposals" USING btree ("authority_id","budget_id");--> statement-breakpoint
CREATE INDEX "budgets_family" ON "budgets"."budgets" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "budgets_plan" ON "budgets"."budgets" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE INDEX "decision_reviews_due" ON "budgets"."decision_reviews" USING btree ("authority_id","answer_by") WHERE "budgets"."decision_reviews"."answered_on" is null;--> statement-breakpoint
CREATE INDEX "left_out_of_budget" ON "budgets"."left_out" USING btree ("authority_id","budget_id");--> statement-breakpoint
CREATE INDEX "line_shares_source" ON "budgets"."line_shares" USING btree ("authority_id","source_code","financial_year");--> statement-breakpoint
CREATE INDEX "clock_facts_plan" ON "budgets"."clock_facts" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clock_facts_once" ON "budgets"."clock_facts" USING btree ("authority_id","kind","subject_id",coalesce("stream", ''));--> statement-breakpoint
CREATE INDEX "clocks_due" ON "budgets"."clocks" USING btree ("authority_id","alarm_on","clock_id") WHERE "budgets"."clocks"."state" in ('open', 'missed');--> statement-breakpoint
CREATE INDEX "clocks_family" ON "budgets"."clocks" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "clocks_plan" ON "budgets"."clocks" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE INDEX "budget_import_rows_plan" ON "budgets"."budget_import_rows" USING btree ("authority_id","import_id","plan_reference");--> statement-breakpoint
CREATE INDEX "budget_imports_file" ON "budgets"."budget_imports" USING btree ("authority_id","file_sha256");--> statement-breakpoint
CREATE INDEX "imported_lines_import" ON "budgets"."imported_lines" USING btree ("authority_id","import_id","budget_id");--> statement-breakpoint
CREATE UNIQUE INDEX "handovers_sha256" ON "budgets"."handovers" USING btree ("authority_id","sha256");--> statement-breakpoint
CREATE INDEX "handovers_of_plan" ON "budgets"."handovers" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE INDEX "outcome_progress_of_plan" ON "budgets"."outcome_progress" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE INDEX "outcomes_of_plan" ON "budgets"."outcomes" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE UNIQUE INDEX "phase_transfers_one_at_a_time" ON "budgets"."phase_transfers" USING btree ("authority_id","plan_id") WHERE "budgets"."phase_transfers"."state" in ('planned', 'decided');--> statement-breakpoint
CREATE INDEX "phase_transfers_to_make" ON "budgets"."phase_transfers" USING btree ("authority_id","transfers_on") WHERE "budgets"."phase_transfers"."state" = 'decided';--> statement-breakpoint
CREATE INDEX "plans_family" ON "budgets"."plans" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "plans_one_at_a_time" ON "budgets"."plans" USING btree ("authority_id","child_id","plan_type") WHERE "budgets"."plans"."state" in ('draft', 'in-force');--> statement-breakpoint
CREATE INDEX "provisions_of_plan" ON "budgets"."provisions" USING btree ("authority_id","plan_id");--> statement-breakpoint
CREATE INDEX "agreement_consents_agreement" ON "payments"."agreement_consents" USING btree ("authority_id","agreement_id","version");--> statement-breakpoint
CREATE INDEX "agreement_decisions_agreement" ON "payments"."agreement_decisions" USING btree ("authority_id","agreement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agreement_decisions_one_reconsideration" ON "payments"."agreement_decisions" USING btree ("authority_id","about") WHERE "payments"."agreement_decisions"."kind" = 'reconsideration-asked';--> statement-breakpoint
CREATE INDEX "agreements_family" ON "payments"."agreements" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "agreements_renews" ON "payments"."agreements" USING btree ("authority_id","renews") WHERE "payments"."agreements"."renews" is not null;--> statement-breakpoint
CREATE INDEX "agreements_line" ON "payments"."agreements" USING btree ("authority_id","line_code");--> statement-breakpoint
CREATE INDEX "agreements_until" ON "payments"."agreements" USING btree ("authority_id","until_date") WHERE "payments"."agreements"."state" in ('live', 'paused');--> statement-breakpoint
CREATE UNIQUE INDEX "agreements_one_live_a_line" ON "payments"."agreements" USING btree ("authority_id","line_id") WHERE "payments"."agreements"."state" in ('live', 'paused');--> statement-breakpoint
CREATE INDEX "head_agreements_agreement" ON "payments"."head_agreements" USING btree ("authority_id","agreement_id");--> statement-breakpoint
CREATE INDEX "recipient_checks_agreement" ON "payments"."recipient_checks" USING btree ("authority_id","agreement_id");--> statement-breakpoint
CREATE INDEX "deaths_family" ON "payments"."deaths" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deaths_person_once" ON "payments"."deaths" USING btree ("authority_id","person_id") WHERE "payments"."deaths"."state" <> 'recorded-in-error' and "payments"."deaths"."person_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "deaths_payee_once" ON "payments"."deaths" USING btree ("authority_id","payee_id") WHERE "payments"."deaths"."state" <> 'recorded-in-error' and "payments"."deaths"."payee_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "own_accounts_once" ON "payments"."own_accounts" USING btree ("authority_id","fingerprint") WHERE "payments"."own_accounts"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "payee_accounts_payee" ON "payments"."payee_accounts" USING btree ("authority_id","payee_id");--> statement-breakpoint
CREATE INDEX "payee_accounts_fingerprint" ON "payments"."payee_accounts" USING btree ("authority_id","fingerprint");--> statement-breakpoint
CREATE UNIQUE INDEX "payee_accounts_one_proposal" ON "payments"."payee_accounts" USING btree ("authority_id","payee_id") WHERE "payments"."payee_accounts"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "payees_family" ON "payments"."payees" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payees_person_once" ON "payments"."payees" USING btree ("authority_id","person_id") WHERE "payments"."payees"."person_id" is not null;--> statement-breakpoint
CREATE INDEX "late_causes_due_ref" ON "payments"."late_causes" USING btree ("authority_id","due_ref");--> statement-breakpoint
CREATE INDEX "missing_payments_family" ON "payments"."missing_payments" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "missing_payments_open" ON "payments"."missing_payments" USING btree ("authority_id","answer_by") WHERE "payments"."missing_payments"."answer" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "missing_payments_once" ON "payments"."missing_payments" USING btree ("authority_id","family_id","due_ref") WHERE "payments"."missing_payments"."answer" is null and "payments"."missing_payments"."due_ref" is not null;--> statement-breakpoint
CREATE INDEX "outlay_claims_family" ON "payments"."outlay_claims" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "urgent_payments_once" ON "payments"."urgent_payments" USING btree ("authority_id","due_ref") WHERE "payments"."urgent_payments"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "urgent_payments_day" ON "payments"."urgent_payments" USING btree ("authority_id","pay_on");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_one_open" ON "payments"."payment_attempts" USING btree ("authority_id","instruction_id") WHERE "payments"."payment_attempts"."state" in ('intended', 'in-doubt');--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_one_taken" ON "payments"."payment_attempts" USING btree ("authority_id","instruction_id") WHERE "payments"."payment_attempts"."state" = 'taken';--> statement-breakpoint
CREATE INDEX "payment_attempts_open" ON "payments"."payment_attempts" USING btree ("authority_id","intended_at") WHERE "payments"."payment_attempts"."state" in ('intended', 'in-doubt');--> statement-breakpoint
CREATE INDEX "payment_returns_recorded" ON "payments"."payment_returns" USING btree ("authority_id","recorded_at");--> statement-breakpoint
CREATE INDEX "absences_family" ON "payments"."absences" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "absences_to_look_at" ON "payments"."absences" USING btree ("authority_id","look_at_on") WHERE "payments"."absences"."looked_at_on" is null;--> statement-breakpoint
CREATE INDEX "instalments_to_pay" ON "payments"."instalments" USING btree ("authority_id","pay_on") WHERE "payments"."instalments"."state" in ('planned', 'held', 'returned');--> statement-breakpoint
CREATE INDEX "instalments_line" ON "payments"."instalments" USING btree ("authority_id","line_code","pay_on");--> statement-breakpoint
CREATE INDEX "instalments_family" ON "payments"."instalments" USING btree ("authority_id","family_id","pay_on");--> statement-breakpoint
CREATE INDEX "documents_thread" ON "people"."documents" USING btree ("authority_id","family_id","person_id","document_id");--> statement-breakpoint
CREATE INDEX "messages_thread" ON "people"."messages" USING btree ("authority_id","family_id","person_id","message_id");--> statement-breakpoint
CREATE INDEX "factor_removals_asked" ON "people"."factor_removals" USING btree ("authority_id","asked_at");--> statement-breakpoint
CREATE INDEX "payment_instructions_family" ON "payments"."payment_instructions" USING btree ("authority_id","family_id","number");--> statement-breakpoint
CREATE INDEX "payment_instructions_due_ref" ON "payments"."payment_instructions" USING btree ("authority_id","due_ref");--> statement-breakpoint
CREATE INDEX "invitations_identity" ON "people"."invitations" USING btree ("authority_id","identity_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_instructions_due" ON "payments"."payment_instructions" USING btree ("authority_id","due_ref") WHERE "payments"."payment_instructions"."state" not in ('excluded', 'withdrawn', 'held', 'refused', 'returned');--> statement-breakpoint
CREATE INDEX "payment_instructions_run" ON "payments"."payment_instructions" USING btree ("authority_id","run_id","state");--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD CONSTRAINT "payment_instructions_state" CHECK ("payments"."payment_instructions"."state" in ('due', 'excluded', 'withdrawn', 'approved', 'held', 'released', 'refused', 'sent', 'settled', 'returned'));--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD CONSTRAINT "payment_runs_submission" CHECK (("payments"."payment_runs"."submitted_by" is null) = ("payments"."payment_runs"."submitted_at" is null));--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD CONSTRAINT "payment_runs_state" CHECK ("payments"."payment_runs"."state" in ('draft', 'submitted', 'approved', 'released', 'sent', 'settled', 'part-returned', 'closed', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD CONSTRAINT "payment_runs_two_people" CHECK ("payments"."payment_runs"."approved_by" <> "payments"."payment_runs"."planned_by" and "payments"."payment_runs"."approved_by" <> "payments"."payment_runs"."submitted_by");--> statement-breakpoint
ALTER TABLE "payments"."payment_runs" ADD CONSTRAINT "payment_runs_approval" CHECK (("payments"."payment_runs"."state" in ('draft', 'submitted', 'withdrawn')) = ("payments"."payment_runs"."approved_by" is null) and ("payments"."payment_runs"."approved_by" is null) = ("payments"."payment_runs"."approved_at" is null) and ("payments"."payment_runs"."approved_by" is null) = ("payments"."payment_runs"."approved_hash" is null));