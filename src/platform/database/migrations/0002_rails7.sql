CREATE TABLE "payments"."duplicate_clearances" (
	"authority_id" integer NOT NULL,
	"due_ref" text NOT NULL,
	"reason" text NOT NULL,
	"cleared_by" text NOT NULL,
	"cleared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "duplicate_clearances_authority_id_due_ref_pk" PRIMARY KEY("authority_id","due_ref")
);
--> statement-breakpoint
CREATE TABLE "payments"."file_numbers" (
	"authority_id" integer NOT NULL,
	"series" text NOT NULL,
	"last_number" integer NOT NULL,
	CONSTRAINT "file_numbers_authority_id_series_pk" PRIMARY KEY("authority_id","series")
);
--> statement-breakpoint
CREATE TABLE "payments"."originators" (
	"authority_id" integer NOT NULL,
	"originator_id" uuid NOT NULL,
	"rail" text NOT NULL,
	"own_account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"settings" jsonb NOT NULL,
	"service_user_number" text,
	"item_limit" bigint,
	"file_limit" bigint,
	"most_payments" integer,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_at" timestamp with time zone,
	"ended_by" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "originators_authority_id_originator_id_pk" PRIMARY KEY("authority_id","originator_id"),
	CONSTRAINT "originators_state" CHECK ("payments"."originators"."state" in ('proposed', 'withdrawn', 'listed', 'replaced', 'removed')),
	CONSTRAINT "originators_two_people" CHECK ("payments"."originators"."confirmed_by" <> "payments"."originators"."proposed_by"),
	CONSTRAINT "originators_confirmed" CHECK (("payments"."originators"."state" in ('proposed', 'withdrawn')) = ("payments"."originators"."confirmed_by" is null)),
	CONSTRAINT "originators_limits" CHECK ("payments"."originators"."item_limit" > 0 and "payments"."originators"."file_limit" > 0 and "payments"."originators"."most_payments" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."bank_csv_mappings" (
	"authority_id" integer NOT NULL,
	"mapping_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_csv_mappings_authority_id_mapping_id_pk" PRIMARY KEY("authority_id","mapping_id"),
	CONSTRAINT "bank_csv_mappings_name" UNIQUE("authority_id","name")
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_file_chunks" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "payment_file_chunks_authority_id_file_id_number_pk" PRIMARY KEY("authority_id","file_id","number")
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_file_fetches" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"fetched_by" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	"reason" text,
	CONSTRAINT "payment_file_fetches_authority_id_file_id_number_pk" PRIMARY KEY("authority_id","file_id","number"),
	CONSTRAINT "payment_file_fetches_reason" CHECK ("payments"."payment_file_fetches"."number" = 1 or length("payments"."payment_file_fetches"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_file_items" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"instruction_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"account_mark" "bytea" NOT NULL,
	CONSTRAINT "payment_file_items_authority_id_file_id_instruction_id_pk" PRIMARY KEY("authority_id","file_id","instruction_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_files" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"originator_id" uuid NOT NULL,
	"format" text NOT NULL,
	"profile" text NOT NULL,
	"series" text NOT NULL,
	"bank_name" text NOT NULL,
	"state" text NOT NULL,
	"payments" integer NOT NULL,
	"amount" bigint NOT NULL,
	"processing_date" date NOT NULL,
	"submit_by" date NOT NULL,
	"bytes" integer NOT NULL,
	"chunks" integer NOT NULL,
	"sha256" text NOT NULL,
	"changed_names" integer NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"submitted_by" text,
	"submitted_at" timestamp with time zone,
	"submission" text,
	"voided_by" text,
	"voided_at" timestamp with time zone,
	"void_reason" text,
	CONSTRAINT "payment_files_authority_id_file_id_pk" PRIMARY KEY("authority_id","file_id"),
	CONSTRAINT "payment_files_state" CHECK ("payments"."payment_files"."state" in ('made', 'submitted', 'void')),
	CONSTRAINT "payment_files_format" CHECK ("payments"."payment_files"."format" in ('bacs', 'pain001', 'bank-csv')),
	CONSTRAINT "payment_files_submitted" CHECK (("payments"."payment_files"."state" = 'submitted') = ("payments"."payment_files"."submitted_by" is not null and "payments"."payment_files"."submitted_at" is not null)),
	CONSTRAINT "payment_files_void" CHECK (("payments"."payment_files"."state" = 'void') = ("payments"."payment_files"."voided_by" is not null and "payments"."payment_files"."void_reason" is not null)),
	CONSTRAINT "payment_files_two_people_void" CHECK ("payments"."payment_files"."voided_by" <> "payments"."payment_files"."made_by")
);
--> statement-breakpoint
CREATE TABLE "payments"."bank_answer_files" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"bytes" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"imported_by" text NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_answer_files_authority_id_file_id_pk" PRIMARY KEY("authority_id","file_id"),
	CONSTRAINT "bank_answer_files_format" CHECK ("payments"."bank_answer_files"."format" in ('bacs-report', 'pain002'))
);
--> statement-breakpoint
CREATE TABLE "payments"."bank_answers" (
	"authority_id" integer NOT NULL,
	"answer_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"mark" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"reference" text,
	"amount" bigint,
	"told_on" date NOT NULL,
	"follows" jsonb NOT NULL,
	"sealed" "bytea" NOT NULL,
	"state" text NOT NULL,
	"instruction_id" uuid,
	"words" text,
	"worked_at" timestamp with time zone,
	"resolution" text,
	"resolved_by" text,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "bank_answers_authority_id_answer_id_pk" PRIMARY KEY("authority_id","answer_id"),
	CONSTRAINT "bank_answers_kind" CHECK ("payments"."bank_answers"."kind" in ('credit-returned', 'account-changed', 'item-not-as-sent', 'input-counted', 'status', 'not-known')),
	CONSTRAINT "bank_answers_state" CHECK ("payments"."bank_answers"."state" in ('open', 'booked', 'done', 'noted', 'parked', 'resolved')),
	CONSTRAINT "bank_answers_resolution" CHECK ("payments"."bank_answers"."resolution" in ('rejected-by-bank', 'booked-by-hand', 'not-ours', 'nothing-to-do')),
	CONSTRAINT "bank_answers_resolved" CHECK (("payments"."bank_answers"."state" = 'resolved') = ("payments"."bank_answers"."resolution" is not null and "payments"."bank_answers"."resolved_by" is not null)),
	CONSTRAINT "bank_answers_parked_in_words" CHECK ("payments"."bank_answers"."state" <> 'parked' or length("payments"."bank_answers"."words") > 0)
);
--> statement-breakpoint
ALTER TABLE "payments"."originators" ADD CONSTRAINT "originators_own_account" FOREIGN KEY ("authority_id","own_account_id") REFERENCES "payments"."own_accounts"("authority_id","own_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_chunks" ADD CONSTRAINT "payment_file_chunks_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_fetches" ADD CONSTRAINT "payment_file_fetches_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_items" ADD CONSTRAINT "payment_file_items_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_items" ADD CONSTRAINT "payment_file_items_instruction_id" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_files" ADD CONSTRAINT "payment_files_run" FOREIGN KEY ("authority_id","run_id") REFERENCES "payments"."payment_runs"("authority_id","run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_files" ADD CONSTRAINT "payment_files_originator" FOREIGN KEY ("authority_id","originator_id") REFERENCES "payments"."originators"("authority_id","originator_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."bank_answers" ADD CONSTRAINT "bank_answers_file_id" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."bank_answer_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."bank_answers" ADD CONSTRAINT "bank_answers_instruction" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "originators_one_listed" ON "payments"."originators" USING btree ("authority_id","rail") WHERE "payments"."originators"."state" = 'listed';--> statement-breakpoint
CREATE UNIQUE INDEX "originators_one_proposed" ON "payments"."originators" USING btree ("authority_id","rail") WHERE "payments"."originators"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "payment_file_items_account" ON "payments"."payment_file_items" USING btree ("authority_id","account_mark");--> statement-breakpoint
CREATE INDEX "payment_file_items_instruction" ON "payments"."payment_file_items" USING btree ("authority_id","instruction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_files_of_run" ON "payments"."payment_files" USING btree ("authority_id","run_id","ordinal") WHERE "payments"."payment_files"."state" <> 'void';--> statement-breakpoint
CREATE UNIQUE INDEX "payment_files_bank_name" ON "payments"."payment_files" USING btree ("authority_id","series","bank_name");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_answer_files_once" ON "payments"."bank_answer_files" USING btree ("authority_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_answers_once" ON "payments"."bank_answers" USING btree ("authority_id","mark");--> statement-breakpoint
CREATE INDEX "bank_answers_file" ON "payments"."bank_answers" USING btree ("authority_id","file_id","state","line");--> statement-breakpoint
CREATE INDEX "bank_answers_parked" ON "payments"."bank_answers" USING btree ("authority_id","told_on") WHERE "payments"."bank_answers"."state" = 'parked';