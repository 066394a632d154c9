CREATE SCHEMA "reconciliation";
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_accounts" (
	"authority_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"account_key" text NOT NULL,
	"iban" text,
	"sort_code" text,
	"account_number" text,
	"other" text,
	"currency" text NOT NULL,
	"ledger_account" text,
	"expected" text NOT NULL,
	"responsible_officer" text,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_accounts_authority_id_account_id_pk" PRIMARY KEY("authority_id","account_id"),
	CONSTRAINT "bank_accounts_key" UNIQUE("authority_id","account_key","currency"),
	CONSTRAINT "bank_accounts_name" UNIQUE("authority_id","name"),
	CONSTRAINT "bank_accounts_kind" CHECK ("reconciliation"."bank_accounts"."kind" in ('council', 'client', 'card', 'third-party')),
	CONSTRAINT "bank_accounts_expected" CHECK ("reconciliation"."bank_accounts"."expected" in ('working-days', 'weekly', 'monthly', 'when-used')),
	CONSTRAINT "bank_accounts_state" CHECK ("reconciliation"."bank_accounts"."state" in ('open', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_line_sightings" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	CONSTRAINT "bank_line_sightings_authority_id_line_id_statement_id_pk" PRIMARY KEY("authority_id","line_id","statement_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_line_uses" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"instruction_id" uuid NOT NULL,
	"used_by" text NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_line_uses_authority_id_line_id_pk" PRIMARY KEY("authority_id","line_id"),
	CONSTRAINT "bank_line_uses_instruction" UNIQUE("authority_id","instruction_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_lines" (
	"authority_id" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"booking_date" date NOT NULL,
	"value_date" date,
	"value_date_as_written" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"bank_reference" text,
	"end_to_end_id" text,
	"counterparty_name" text,
	"counterparty_account" text,
	"remittance" text NOT NULL,
	"return_reason" text,
	"type_code" text,
	"raw_text" text,
	"reversal" boolean NOT NULL,
	"batch_items" jsonb,
	"identity" "bytea" NOT NULL,
	"occurrence" integer NOT NULL,
	"day_opening_minor" bigint,
	"balance_after_minor" bigint,
	"undone_at" timestamp with time zone,
	CONSTRAINT "bank_lines_authority_id_line_id_pk" PRIMARY KEY("authority_id","line_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."bank_statements" (
	"authority_id" integer NOT NULL,
	"statement_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"line_number" integer NOT NULL,
	"format" text NOT NULL,
	"bank_statement_id" text,
	"sequence" text,
	"sequence_number" integer,
	"first_day" date,
	"last_day" date,
	"opening_minor" bigint,
	"closing_minor" bigint,
	"currency" text NOT NULL,
	"lines_new" integer NOT NULL,
	"lines_known" integer NOT NULL,
	"lines_pending" integer NOT NULL,
	"sum_minor" bigint NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "bank_statements_authority_id_statement_id_pk" PRIMARY KEY("authority_id","statement_id"),
	CONSTRAINT "bank_statements_ordinal" UNIQUE("authority_id","import_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."csv_mappings" (
	"authority_id" integer NOT NULL,
	"mapping_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"version" integer NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "csv_mappings_authority_id_mapping_id_pk" PRIMARY KEY("authority_id","mapping_id"),
	CONSTRAINT "csv_mappings_name" UNIQUE("authority_id","name")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."import_progress" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"bytes_read" bigint NOT NULL,
	"lines_read" integer NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_progress_authority_id_import_id_pk" PRIMARY KEY("authority_id","import_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."statement_file_chunks" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "statement_file_chunks_authority_id_file_id_number_pk" PRIMARY KEY("authority_id","file_id","number")
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."statement_files" (
	"authority_id" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"sent_by" text NOT NULL,
	"arrived_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"bytes" bigint NOT NULL,
	"chunks" integer NOT NULL,
	"sha256" "bytea",
	CONSTRAINT "statement_files_authority_id_file_id_pk" PRIMARY KEY("authority_id","file_id"),
	CONSTRAINT "statement_files_state" CHECK ("reconciliation"."statement_files"."state" in ('arriving', 'kept') and ("reconciliation"."statement_files"."state" = 'kept') = ("reconciliation"."statement_files"."sha256" is not null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation"."statement_imports" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"state" text NOT NULL,
	"choices" jsonb NOT NULL,
	"preview" jsonb,
	"refusal" jsonb,
	"lines_new" integer,
	"lines_known" integer,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"committed_by" text,
	"committed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"undone_by" text,
	"undone_at" timestamp with time zone,
	CONSTRAINT "statement_imports_authority_id_import_id_pk" PRIMARY KEY("authority_id","import_id"),
	CONSTRAINT "statement_imports_state" CHECK ("reconciliation"."statement_imports"."state" in ('uploaded', 'previewed', 'importing', 'imported', 'refused', 'undone')),
	CONSTRAINT "statement_imports_refused" CHECK (("reconciliation"."statement_imports"."state" = 'refused') = ("reconciliation"."statement_imports"."refusal" is not null)),
	CONSTRAINT "statement_imports_undone" CHECK (("reconciliation"."statement_imports"."state" = 'undone') = ("reconciliation"."statement_imports"."undone_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_line_uses" ADD CONSTRAINT "bank_line_uses_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_statements" ADD CONSTRAINT "bank_statements_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_statements" ADD CONSTRAINT "bank_statements_import" FOREIGN KEY ("authority_id","import_id") REFERENCES "reconciliation"."statement_imports"("authority_id","import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."statement_imports" ADD CONSTRAINT "statement_imports_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "reconciliation"."statement_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_line_sightings_statement" ON "reconciliation"."bank_line_sightings" USING btree ("authority_id","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_lines_once" ON "reconciliation"."bank_lines" USING btree ("authority_id","account_id","identity","occurrence") WHERE "reconciliation"."bank_lines"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "bank_lines_day" ON "reconciliation"."bank_lines" USING btree ("authority_id","account_id","booking_date","line_id");--> statement-breakpoint
CREATE INDEX "bank_lines_statement" ON "reconciliation"."bank_lines" USING btree ("authority_id","statement_id");--> statement-breakpoint
CREATE INDEX "bank_statements_chain" ON "reconciliation"."bank_statements" USING btree ("authority_id","account_id","first_day","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_files_sha256" ON "reconciliation"."statement_files" USING btree ("authority_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_imports_live" ON "reconciliation"."statement_imports" USING btree ("authority_id","file_id") WHERE "reconciliation"."statement_imports"."state" in ('importing', 'imported');--> statement-breakpoint
CREATE INDEX "statement_imports_opened" ON "reconciliation"."statement_imports" USING btree ("authority_id","opened_at","import_id");