CREATE TABLE "reconciliation"."match_rules" (
	"authority_id" integer NOT NULL,
	"rule_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"words" jsonb NOT NULL,
	"type_code" text,
	"limit_minor" bigint NOT NULL,
	"monthly_limit_minor" bigint,
	"limit_basis_points" integer,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"ended_by" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "match_rules_authority_id_rule_id_pk" PRIMARY KEY("authority_id","rule_id"),
	CONSTRAINT "match_rules_kind" CHECK ("reconciliation"."match_rules"."kind" in ('bank-charge', 'write-off')),
	CONSTRAINT "match_rules_limits" CHECK ("reconciliation"."match_rules"."limit_minor" > 0 and ("reconciliation"."match_rules"."kind" = 'bank-charge') = ("reconciliation"."match_rules"."monthly_limit_minor" is not null) and ("reconciliation"."match_rules"."kind" = 'write-off') = ("reconciliation"."match_rules"."limit_basis_points" is not null)),
	CONSTRAINT "match_rules_ended" CHECK (("reconciliation"."match_rules"."valid_until" is null) = ("reconciliation"."match_rules"."ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."item_uses" (
	"authority_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"whole_minor" bigint NOT NULL,
	"used_minor" bigint NOT NULL,
	CONSTRAINT "item_uses_authority_id_item_id_pk" PRIMARY KEY("authority_id","item_id"),
	CONSTRAINT "item_uses_once" CHECK (case when "reconciliation"."item_uses"."whole_minor" > 0 then "reconciliation"."item_uses"."used_minor" between 0 and "reconciliation"."item_uses"."whole_minor" else "reconciliation"."item_uses"."used_minor" between "reconciliation"."item_uses"."whole_minor" and 0 end)
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."match_allocations" (
	"authority_id" integer NOT NULL,
	"match_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"line_id" uuid,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "match_allocations_authority_id_match_id_number_pk" PRIMARY KEY("authority_id","match_id","number"),
	CONSTRAINT "match_allocations_kind" CHECK ("reconciliation"."match_allocations"."kind" in ('item', 'line', 'rule', 'account', 'let-go')),
	CONSTRAINT "match_allocations_let_go" CHECK (("reconciliation"."match_allocations"."kind" = 'let-go') = ("reconciliation"."match_allocations"."line_id" is null)),
	CONSTRAINT "match_allocations_amount" CHECK ("reconciliation"."match_allocations"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."match_entries" (
	"authority_id" integer NOT NULL,
	"match_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "match_entries_authority_id_match_id_entry_id_pk" PRIMARY KEY("authority_id","match_id","entry_id"),
	CONSTRAINT "match_entries_role" CHECK ("reconciliation"."match_entries"."role" in ('posted', 'found', 'reversal'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."match_events" (
	"authority_id" integer NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"match_id" uuid,
	"line_id" uuid NOT NULL,
	"item_ids" jsonb NOT NULL,
	"payee_id" text,
	"decided_by" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" text,
	CONSTRAINT "match_events_authority_id_number_pk" PRIMARY KEY("authority_id","number"),
	CONSTRAINT "match_events_kind" CHECK ("reconciliation"."match_events"."kind" in ('matched', 'undone', 'rejected')),
	CONSTRAINT "match_events_match_known" CHECK (("reconciliation"."match_events"."kind" = 'rejected') = ("reconciliation"."match_events"."match_id" is null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."match_lines" (
	"authority_id" integer NOT NULL,
	"match_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"released_at" timestamp with time zone,
	CONSTRAINT "match_lines_authority_id_match_id_line_id_pk" PRIMARY KEY("authority_id","match_id","line_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."matches" (
	"authority_id" integer NOT NULL,
	"match_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"decided_by" text NOT NULL,
	"stage" text NOT NULL,
	"score" double precision,
	"margin" double precision,
	"reasons" jsonb NOT NULL,
	"learning_version" integer NOT NULL,
	"last_day" date NOT NULL,
	"payee_id" text,
	"refusal" jsonb,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"undone_by" text,
	"undone_at" timestamp with time zone,
	"undo_reason" text,
	CONSTRAINT "matches_authority_id_match_id_pk" PRIMARY KEY("authority_id","match_id"),
	CONSTRAINT "matches_state" CHECK ("reconciliation"."matches"."state" in ('posting', 'matched', 'refused', 'undoing', 'undone')),
	CONSTRAINT "matches_decided_by" CHECK ("reconciliation"."matches"."decided_by" in ('engine', 'officer')),
	CONSTRAINT "matches_undone" CHECK (("reconciliation"."matches"."state" in ('undoing', 'undone')) = ("reconciliation"."matches"."undone_by" is not null)),
	CONSTRAINT "matches_refused" CHECK (("reconciliation"."matches"."state" = 'refused') = ("reconciliation"."matches"."refusal" is not null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_proofs" (
	"authority_id" integer NOT NULL,
	"proof_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"as_of" date NOT NULL,
	"state" text NOT NULL,
	"figures" jsonb NOT NULL,
	"digest" "bytea" NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_at" timestamp with time zone NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp with time zone,
	CONSTRAINT "bank_proofs_authority_id_proof_id_pk" PRIMARY KEY("authority_id","proof_id"),
	CONSTRAINT "bank_proofs_state" CHECK ("reconciliation"."bank_proofs"."state" in ('prepared', 'reviewed', 'superseded')),
	CONSTRAINT "bank_proofs_two_people" CHECK ("reconciliation"."bank_proofs"."reviewed_by" <> "reconciliation"."bank_proofs"."prepared_by"),
	CONSTRAINT "bank_proofs_reviewed" CHECK (("reconciliation"."bank_proofs"."reviewed_by" is null) = ("reconciliation"."bank_proofs"."reviewed_at" is null) and ("reconciliation"."bank_proofs"."state" <> 'reviewed' or "reconciliation"."bank_proofs"."reviewed_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."line_work" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"booking_date" date NOT NULL,
	"owner" text,
	"next_step" text NOT NULL,
	"reason" text NOT NULL,
	"suggestions" jsonb NOT NULL,
	"wait_until" date,
	"version" integer NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "line_work_authority_id_line_id_pk" PRIMARY KEY("authority_id","line_id"),
	CONSTRAINT "line_work_next_step" CHECK ("reconciliation"."line_work"."next_step" in ('look', 'choose', 'chase-payer', 'ask-bank', 'ask-colleague', 'wait'))
);
--> statement-breakpoint
ALTER TABLE "reconciliation"."match_allocations" ADD CONSTRAINT "match_allocations_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_entries" ADD CONSTRAINT "match_entries_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_lines" ADD CONSTRAINT "match_lines_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_lines" ADD CONSTRAINT "match_lines_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."matches" ADD CONSTRAINT "matches_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_proofs" ADD CONSTRAINT "bank_proofs_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."line_work" ADD CONSTRAINT "line_work_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "match_rules_valid" ON "reconciliation"."match_rules" USING btree ("authority_id","valid_from");--> statement-breakpoint
CREATE INDEX "match_allocations_target" ON "reconciliation"."match_allocations" USING btree ("authority_id","target");--> statement-breakpoint
CREATE INDEX "match_entries_entry" ON "reconciliation"."match_entries" USING btree ("authority_id","entry_id");--> statement-breakpoint
CREATE INDEX "match_events_match" ON "reconciliation"."match_events" USING btree ("authority_id","match_id");--> statement-breakpoint
CREATE INDEX "match_events_line" ON "reconciliation"."match_events" USING btree ("authority_id","line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "match_lines_one_match" ON "reconciliation"."match_lines" USING btree ("authority_id","line_id") WHERE "reconciliation"."match_lines"."released_at" is null;--> statement-breakpoint
CREATE INDEX "matches_made" ON "reconciliation"."matches" USING btree ("authority_id","account_id","last_day","match_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_proofs_current" ON "reconciliation"."bank_proofs" USING btree ("authority_id","account_id","as_of") WHERE "reconciliation"."bank_proofs"."state" <> 'superseded';--> statement-breakpoint
CREATE INDEX "line_work_in_order" ON "reconciliation"."line_work" USING btree ("authority_id","account_id","booking_date","line_id");--> statement-breakpoint
CREATE INDEX "line_work_owner" ON "reconciliation"."line_work" USING btree ("authority_id","owner");