CREATE TABLE "payments"."account_checks" (
	"authority_id" integer NOT NULL,
	"check_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"on_day" date NOT NULL,
	"balance" bigint NOT NULL,
	"own_money" bigint NOT NULL,
	"not_yet_shown" bigint NOT NULL,
	"gap" bigint NOT NULL,
	"state" text NOT NULL,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "account_checks_authority_id_check_id_pk" PRIMARY KEY("authority_id","check_id"),
	CONSTRAINT "account_checks_state" CHECK ("payments"."account_checks"."state" in ('agrees', 'question', 'answered')),
	CONSTRAINT "account_checks_gap" CHECK ("payments"."account_checks"."gap" = "payments"."account_checks"."balance" - "payments"."account_checks"."own_money" - "payments"."account_checks"."not_yet_shown"),
	CONSTRAINT "account_checks_question" CHECK (("payments"."account_checks"."state" = 'agrees') = ("payments"."account_checks"."gap" = 0))
);
--> statement-breakpoint
CREATE TABLE "payments"."custody_statements" (
	"authority_id" integer NOT NULL,
	"payee_id" uuid NOT NULL,
	"month" text NOT NULL,
	"balance" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "custody_statements_authority_id_payee_id_month_created_at_pk" PRIMARY KEY("authority_id","payee_id","month","created_at")
);
--> statement-breakpoint
CREATE TABLE "payments"."monitoring_policies" (
	"authority_id" integer NOT NULL,
	"code" text NOT NULL,
	"from_date" date NOT NULL,
	"value" integer NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "monitoring_policies_authority_id_code_from_date_pk" PRIMARY KEY("authority_id","code","from_date")
);
--> statement-breakpoint
CREATE TABLE "payments"."monitoring_returns" (
	"authority_id" integer NOT NULL,
	"return_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"asked_on" date NOT NULL,
	"due_on" date NOT NULL,
	"reminders" integer NOT NULL,
	"state" text NOT NULL,
	"answered_on" date,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "monitoring_returns_authority_id_return_id_pk" PRIMARY KEY("authority_id","return_id"),
	CONSTRAINT "monitoring_returns_state" CHECK ("payments"."monitoring_returns"."state" in ('asked', 'with-officer', 'answered', 'agreed')),
	CONSTRAINT "monitoring_returns_dates" CHECK ("payments"."monitoring_returns"."from_date" <= "payments"."monitoring_returns"."until_date" and "payments"."monitoring_returns"."asked_on" <= "payments"."monitoring_returns"."due_on"),
	CONSTRAINT "monitoring_returns_answered" CHECK (("payments"."monitoring_returns"."state" in ('answered', 'agreed')) = ("payments"."monitoring_returns"."answered_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments"."recovery_cases" (
	"authority_id" integer NOT NULL,
	"case_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"line_code" text NOT NULL,
	"regime" text NOT NULL,
	"ground" text NOT NULL,
	"held_as" text NOT NULL,
	"state" text NOT NULL,
	"figures" jsonb NOT NULL,
	"counted_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"cushion" bigint NOT NULL,
	"why_unused" text,
	"care_concern" text NOT NULL,
	"notice_on" date,
	"noticed_by" text,
	"first_day" date,
	"payer_kind" text,
	"payer_person_id" uuid,
	"challenge_route" text,
	"challenged_on" date,
	"answer_by" date,
	"answered_on" date,
	"decided_on" date,
	"parts" jsonb,
	"outstanding" bigint NOT NULL,
	"write_off_amount" bigint,
	"write_off_by" text,
	"step_id" uuid,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "recovery_cases_authority_id_case_id_pk" PRIMARY KEY("authority_id","case_id"),
	CONSTRAINT "recovery_cases_ground" CHECK ("payments"."recovery_cases"."ground" in ('more-than-needed', 'paid-in-error', 'spent-outside-agreement', 'change-of-circumstances', 'fraud', 'death')),
	CONSTRAINT "recovery_cases_state" CHECK ("payments"."recovery_cases"."state" in ('draft', 'noticed', 'decided', 'settled', 'written-off', 'withdrawn')),
	CONSTRAINT "recovery_cases_amount" CHECK ("payments"."recovery_cases"."amount" > 0 and "payments"."recovery_cases"."outstanding" between 0 and "payments"."recovery_cases"."amount"),
	CONSTRAINT "recovery_cases_notice" CHECK ("payments"."recovery_cases"."state" in ('draft', 'withdrawn') or ("payments"."recovery_cases"."notice_on" is not null and "payments"."recovery_cases"."first_day" >= "payments"."recovery_cases"."notice_on")),
	CONSTRAINT "recovery_cases_not_before" CHECK ("payments"."recovery_cases"."decided_on" is null or "payments"."recovery_cases"."decided_on" >= "payments"."recovery_cases"."first_day"),
	CONSTRAINT "recovery_cases_challenge" CHECK (("payments"."recovery_cases"."challenged_on" is null) = ("payments"."recovery_cases"."answer_by" is null)),
	CONSTRAINT "recovery_cases_answer" CHECK ("payments"."recovery_cases"."answered_on" is null or "payments"."recovery_cases"."challenged_on" is not null),
	CONSTRAINT "recovery_cases_decided" CHECK (("payments"."recovery_cases"."decided_on" is null) = ("payments"."recovery_cases"."parts" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."recovery_events" (
	"authority_id" integer NOT NULL,
	"event_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"on_day" date NOT NULL,
	"amount" bigint,
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "recovery_events_authority_id_event_id_pk" PRIMARY KEY("authority_id","event_id"),
	CONSTRAINT "recovery_events_kind" CHECK ("payments"."recovery_events"."kind" in ('opened', 'care-concern-seen', 'noticed', 'challenged', 'answered', 'decided', 'paid-back', 'taken-by-offset', 'write-off-proposed', 'written-off', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "payments"."recovery_letters" (
	"authority_id" integer NOT NULL,
	"letter_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"on_day" date NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "recovery_letters_authority_id_letter_id_pk" PRIMARY KEY("authority_id","letter_id"),
	CONSTRAINT "recovery_letters_kind" CHECK ("payments"."recovery_letters"."kind" in ('notice', 'answer', 'decision'))
);
--> statement-breakpoint
CREATE TABLE "payments"."recovery_takings" (
	"authority_id" integer NOT NULL,
	"taking_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"parts" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_ref" text,
	"taken_on" date,
	CONSTRAINT "recovery_takings_authority_id_taking_id_pk" PRIMARY KEY("authority_id","taking_id"),
	CONSTRAINT "recovery_takings_kind" CHECK ("payments"."recovery_takings"."kind" in ('payment', 'offset')),
	CONSTRAINT "recovery_takings_state" CHECK ("payments"."recovery_takings"."state" in ('planned', 'in-run', 'taken', 'cancelled')),
	CONSTRAINT "recovery_takings_amount" CHECK ("payments"."recovery_takings"."amount" > 0),
	CONSTRAINT "recovery_takings_offset" CHECK (("payments"."recovery_takings"."kind" = 'offset') = ("payments"."recovery_takings"."due_ref" is not null)),
	CONSTRAINT "recovery_takings_taken" CHECK (("payments"."recovery_takings"."state" = 'taken') = ("payments"."recovery_takings"."taken_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments"."receipt_chunks" (
	"authority_id" integer NOT NULL,
	"receipt_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "receipt_chunks_authority_id_receipt_id_number_pk" PRIMARY KEY("authority_id","receipt_id","number")
);
--> statement-breakpoint
CREATE TABLE "payments"."receipt_pages" (
	"authority_id" integer NOT NULL,
	"receipt_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "receipt_pages_authority_id_receipt_id_page_pk" PRIMARY KEY("authority_id","receipt_id","page")
);
--> statement-breakpoint
CREATE TABLE "payments"."receipts" (
	"authority_id" integer NOT NULL,
	"receipt_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"chunks" integer NOT NULL,
	"pages" integer NOT NULL,
	"state" text NOT NULL,
	"file_mark" "bytea" NOT NULL,
	"picture_mark" "bytea",
	"arrived_at" timestamp with time zone NOT NULL,
	"sent_by" text NOT NULL,
	CONSTRAINT "receipts_authority_id_receipt_id_pk" PRIMARY KEY("authority_id","receipt_id"),
	CONSTRAINT "receipts_media_type" CHECK ("payments"."receipts"."media_type" in ('application/pdf', 'image/jpeg', 'image/png')),
	CONSTRAINT "receipts_state" CHECK ("payments"."receipts"."state" in ('clean', 'not-scanned', 'quarantined')),
	CONSTRAINT "receipts_size" CHECK ("payments"."receipts"."bytes" > 0 and "payments"."receipts"."chunks" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."spendings" (
	"authority_id" integer NOT NULL,
	"spending_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"line_code" text NOT NULL,
	"spent_on" date NOT NULL,
	"shown_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"parts" jsonb NOT NULL,
	"proof" text NOT NULL,
	"receipt_ids" uuid[] NOT NULL,
	"state" text NOT NULL,
	"refused_reason" text,
	"refused_on" date,
	"sealed" "bytea" NOT NULL,
	"refused_sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "spendings_authority_id_spending_id_pk" PRIMARY KEY("authority_id","spending_id"),
	CONSTRAINT "spendings_proof" CHECK ("payments"."spendings"."proof" in ('receipt', 'small-sum', 'lost-receipt')),
	CONSTRAINT "spendings_state" CHECK ("payments"."spendings"."state" in ('shown', 'refused')),
	CONSTRAINT "spendings_amount" CHECK ("payments"."spendings"."amount" > 0),
	CONSTRAINT "spendings_refused" CHECK (("payments"."spendings"."state" = 'refused') = ("payments"."spendings"."refused_reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "payments"."recovery_cases" ADD CONSTRAINT "recovery_cases_agreement" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_events" ADD CONSTRAINT "recovery_events_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_letters" ADD CONSTRAINT "recovery_letters_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_takings" ADD CONSTRAINT "recovery_takings_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."receipt_chunks" ADD CONSTRAINT "receipt_chunks_receipt" FOREIGN KEY ("authority_id","receipt_id") REFERENCES "payments"."receipts"("authority_id","receipt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."receipt_pages" ADD CONSTRAINT "receipt_pages_receipt" FOREIGN KEY ("authority_id","receipt_id") REFERENCES "payments"."receipts"("authority_id","receipt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."spendings" ADD CONSTRAINT "spendings_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_checks_day" ON "payments"."account_checks" USING btree ("authority_id","agreement_id","on_day");--> statement-breakpoint
CREATE UNIQUE INDEX "monitoring_returns_once" ON "payments"."monitoring_returns" USING btree ("authority_id","agreement_id","until_date");--> statement-breakpoint
CREATE INDEX "monitoring_returns_open" ON "payments"."monitoring_returns" USING btree ("authority_id","due_on") WHERE "payments"."monitoring_returns"."state" in ('asked', 'with-officer');--> statement-breakpoint
CREATE INDEX "recovery_cases_family" ON "payments"."recovery_cases" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "recovery_cases_open" ON "payments"."recovery_cases" USING btree ("authority_id","state") WHERE "payments"."recovery_cases"."state" in ('draft', 'noticed', 'decided');--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_cases_one_open" ON "payments"."recovery_cases" USING btree ("authority_id","agreement_id","ground") WHERE "payments"."recovery_cases"."state" in ('draft', 'noticed', 'decided');--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_events_number" ON "payments"."recovery_events" USING btree ("authority_id","case_id","number");--> statement-breakpoint
CREATE INDEX "recovery_letters_case" ON "payments"."recovery_letters" USING btree ("authority_id","case_id");--> statement-breakpoint
CREATE INDEX "recovery_takings_case" ON "payments"."recovery_takings" USING btree ("authority_id","case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_takings_instalment" ON "payments"."recovery_takings" USING btree ("authority_id","due_ref","case_id") WHERE "payments"."recovery_takings"."state" <> 'cancelled';--> statement-breakpoint
CREATE INDEX "receipts_family" ON "payments"."receipts" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "receipts_file_mark" ON "payments"."receipts" USING btree ("authority_id","file_mark");--> statement-breakpoint
CREATE INDEX "receipts_picture_mark" ON "payments"."receipts" USING btree ("authority_id","picture_mark");--> statement-breakpoint
CREATE INDEX "spendings_agreement" ON "payments"."spendings" USING btree ("authority_id","agreement_id","spent_on");--> statement-breakpoint
CREATE INDEX "spendings_receipts" ON "payments"."spendings" USING gin ("receipt_ids");