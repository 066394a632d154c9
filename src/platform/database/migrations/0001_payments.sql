CREATE SCHEMA "alerts";
--> statement-breakpoint
CREATE SCHEMA "payments";
--> statement-breakpoint
CREATE TABLE "alerts"."alerts" (
	"authority_id" integer NOT NULL,
	"alert_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"severity" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"state" text NOT NULL,
	"source_ref" text NOT NULL,
	CONSTRAINT "alerts_authority_id_alert_id_pk" PRIMARY KEY("authority_id","alert_id"),
	CONSTRAINT "alerts_source_ref" UNIQUE("authority_id","source_ref"),
	CONSTRAINT "alerts_severity" CHECK ("alerts"."alerts"."severity" in ('notice', 'warning', 'urgent')),
	CONSTRAINT "alerts_state" CHECK ("alerts"."alerts"."state" in ('open', 'acknowledged', 'resolved'))
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_instructions" (
	"authority_id" integer NOT NULL,
	"instruction_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"reference" text NOT NULL,
	"due_ref" text NOT NULL,
	"kind" text NOT NULL,
	"payee" text NOT NULL,
	"parts" jsonb NOT NULL,
	"amount" bigint NOT NULL,
	"pay_date" date NOT NULL,
	"rail" text NOT NULL,
	"state" text NOT NULL,
	"settled_on" date,
	"bank_reference" text,
	CONSTRAINT "payment_instructions_authority_id_instruction_id_pk" PRIMARY KEY("authority_id","instruction_id"),
	CONSTRAINT "payment_instructions_number" UNIQUE("authority_id","number"),
	CONSTRAINT "payment_instructions_reference" UNIQUE("authority_id","reference"),
	CONSTRAINT "payment_instructions_amount" CHECK ("payments"."payment_instructions"."amount" > 0),
	CONSTRAINT "payment_instructions_reference_length" CHECK (length("payments"."payment_instructions"."reference") = 18),
	CONSTRAINT "payment_instructions_kind" CHECK ("payments"."payment_instructions"."kind" in ('instalment', 'invoice')),
	CONSTRAINT "payment_instructions_state" CHECK ("payments"."payment_instructions"."state" in ('due', 'approved', 'released', 'sent', 'settled', 'returned')),
	CONSTRAINT "payment_instructions_settled" CHECK (case "payments"."payment_instructions"."state" when 'settled' then "payments"."payment_instructions"."settled_on" is not null when 'returned' then true else "payments"."payment_instructions"."settled_on" is null end)
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_runs" (
	"authority_id" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"pay_date" date NOT NULL,
	"rail" text NOT NULL,
	"state" text NOT NULL,
	"planned_by" text NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"approved_hash" text,
	"released_at" timestamp with time zone,
	CONSTRAINT "payment_runs_authority_id_run_id_pk" PRIMARY KEY("authority_id","run_id"),
	CONSTRAINT "payment_runs_state" CHECK ("payments"."payment_runs"."state" in ('draft', 'approved', 'released', 'sent', 'settled')),
	CONSTRAINT "payment_runs_two_people" CHECK ("payments"."payment_runs"."approved_by" <> "payments"."payment_runs"."planned_by"),
	CONSTRAINT "payment_runs_approval" CHECK (("payments"."payment_runs"."state" = 'draft') = ("payments"."payment_runs"."approved_by" is null) and ("payments"."payment_runs"."approved_by" is null) = ("payments"."payment_runs"."approved_at" is null) and ("payments"."payment_runs"."approved_by" is null) = ("payments"."payment_runs"."approved_hash" is null))
);
--> statement-breakpoint
ALTER TABLE "payments"."payment_instructions" ADD CONSTRAINT "payment_instructions_run_id" FOREIGN KEY ("authority_id","run_id") REFERENCES "payments"."payment_runs"("authority_id","run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts"."alerts" USING btree ("authority_id","raised_at") WHERE "alerts"."alerts"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "payment_instructions_due" ON "payments"."payment_instructions" USING btree ("authority_id","due_ref") WHERE "payments"."payment_instructions"."state" <> 'returned';--> statement-breakpoint
CREATE INDEX "payment_instructions_run" ON "payments"."payment_instructions" USING btree ("authority_id","run_id");--> statement-breakpoint
CREATE INDEX "payment_instructions_sent" ON "payments"."payment_instructions" USING btree ("authority_id","reference") WHERE "payments"."payment_instructions"."state" = 'sent';--> statement-breakpoint
CREATE INDEX "payment_runs_pay_date" ON "payments"."payment_runs" USING btree ("authority_id","pay_date");