CREATE TABLE "reconciliation"."family_category_rules" (
	"authority_id" integer NOT NULL,
	"rule_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"category" text NOT NULL,
	"direction" text NOT NULL,
	"limit" bigint,
	"sealed" "bytea" NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"ended_by" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "family_category_rules_authority_id_rule_id_pk" PRIMARY KEY("authority_id","rule_id"),
	CONSTRAINT "family_category_rules_category" CHECK ("reconciliation"."family_category_rules"."category" in ('wages', 'agency', 'payroll-and-insurance', 'activities', 'equipment', 'transport', 'therapy', 'other-support', 'bank-charge', 'own-money', 'between-own-accounts', 'paid-by-us')),
	CONSTRAINT "family_category_rules_direction" CHECK ("reconciliation"."family_category_rules"."direction" in ('out', 'in')),
	CONSTRAINT "family_category_rules_limit" CHECK ("reconciliation"."family_category_rules"."limit" > 0)
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."family_statement_chunks" (
	"authority_id" integer NOT NULL,
	"statement_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "family_statement_chunks_authority_id_statement_id_number_pk" PRIMARY KEY("authority_id","statement_id","number")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."family_statement_lines" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"day" date NOT NULL,
	"amount" bigint NOT NULL,
	"mark" "bytea" NOT NULL,
	"occurrence" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"category" text,
	"spending_id" uuid,
	"not_spendings" uuid[] NOT NULL,
	"said_by" text,
	"said_at" timestamp with time zone,
	CONSTRAINT "family_statement_lines_authority_id_line_id_pk" PRIMARY KEY("authority_id","line_id"),
	CONSTRAINT "family_statement_lines_category" CHECK ("reconciliation"."family_statement_lines"."category" in ('wages', 'agency', 'payroll-and-insurance', 'activities', 'equipment', 'transport', 'therapy', 'other-support', 'bank-charge', 'own-money', 'between-own-accounts', 'paid-by-us'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."family_statements" (
	"authority_id" integer NOT NULL,
	"statement_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"format" text NOT NULL,
	"lines" integer NOT NULL,
	"chunks" integer NOT NULL,
	"covers" jsonb NOT NULL,
	"file_mark" "bytea" NOT NULL,
	"account_mark" "bytea",
	"sealed" "bytea" NOT NULL,
	"sent_by" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "family_statements_authority_id_statement_id_pk" PRIMARY KEY("authority_id","statement_id")
);
--> statement-breakpoint
ALTER TABLE "reconciliation"."line_work" DROP CONSTRAINT "line_work_next_step";--> statement-breakpoint
ALTER TABLE "reconciliation"."family_statement_chunks" ADD CONSTRAINT "family_statement_chunks_statement" FOREIGN KEY ("authority_id","statement_id") REFERENCES "reconciliation"."family_statements"("authority_id","statement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."family_statement_lines" ADD CONSTRAINT "family_statement_lines_statement_id" FOREIGN KEY ("authority_id","statement_id") REFERENCES "reconciliation"."family_statements"("authority_id","statement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "family_category_rules_agreement" ON "reconciliation"."family_category_rules" USING btree ("authority_id","agreement_id");--> statement-breakpoint
CREATE INDEX "family_statement_lines_agreement" ON "reconciliation"."family_statement_lines" USING btree ("authority_id","agreement_id","day");--> statement-breakpoint
CREATE INDEX "family_statement_lines_statement" ON "reconciliation"."family_statement_lines" USING btree ("authority_id","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "family_statement_lines_spending" ON "reconciliation"."family_statement_lines" USING btree ("authority_id","spending_id") WHERE "reconciliation"."family_statement_lines"."spending_id" is not null;--> statement-breakpoint
CREATE INDEX "family_statements_agreement" ON "reconciliation"."family_statements" USING btree ("authority_id","agreement_id");--> statement-breakpoint
CREATE INDEX "family_statements_account" ON "reconciliation"."family_statements" USING btree ("authority_id","account_mark");--> statement-breakpoint
CREATE UNIQUE INDEX "family_statements_file" ON "reconciliation"."family_statements" USING btree ("authority_id","file_mark");--> statement-breakpoint
ALTER TABLE "reconciliation"."line_work" ADD CONSTRAINT "line_work_next_step" CHECK ("reconciliation"."line_work"."next_step" in ('look', 'choose', 'chase-payer', 'record-return', 'ask-bank', 'ask-colleague', 'wait'));