CREATE TABLE "ledger"."imports" (
	"authority_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"file_sha256" "bytea" NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"principal" text NOT NULL,
	"override" text,
	"postings" integer NOT NULL,
	"entry_ids" uuid[] NOT NULL,
	"lines" integer[] NOT NULL,
	"entry_digests" "bytea"[] NOT NULL,
	CONSTRAINT "imports_authority_id_import_id_pk" PRIMARY KEY("authority_id","import_id"),
	CONSTRAINT "imports_format" CHECK ("ledger"."imports"."format" in ('hledger', 'csv'))
);
--> statement-breakpoint
CREATE INDEX "imports_file" ON "ledger"."imports" USING btree ("authority_id","file_sha256");