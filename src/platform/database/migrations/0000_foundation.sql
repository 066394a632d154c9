CREATE SCHEMA "ledger";
--> statement-breakpoint
CREATE SCHEMA "people";
--> statement-breakpoint
CREATE SCHEMA "platform";
--> statement-breakpoint
CREATE TABLE "ledger"."account_balances" (
	"authority_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"version" bigint NOT NULL,
	"posted" bigint NOT NULL,
	"pending_debit" bigint NOT NULL,
	"pending_credit" bigint NOT NULL,
	CONSTRAINT "account_balances_authority_id_account_id_pk" PRIMARY KEY("authority_id","account_id"),
	CONSTRAINT "account_balances_pending" CHECK ("ledger"."account_balances"."pending_debit" >= 0 and "ledger"."account_balances"."pending_credit" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger"."accounts" (
	"authority_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"code" text NOT NULL,
	"class" text NOT NULL,
	"side" smallint NOT NULL,
	"normal_side" smallint NOT NULL,
	"currency" text NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date,
	"floor" bigint,
	"ceiling" bigint,
	"lowered_floor" bigint,
	"lowered_floor_until" date,
	"watched" boolean NOT NULL,
	"dimension_id" integer NOT NULL,
	CONSTRAINT "accounts_authority_id_account_id_pk" PRIMARY KEY("authority_id","account_id"),
	CONSTRAINT "accounts_code" UNIQUE("authority_id","code"),
	CONSTRAINT "accounts_class" CHECK ("ledger"."accounts"."class" in ('asset', 'liability', 'equity', 'income', 'expense')),
	CONSTRAINT "accounts_side" CHECK ("ledger"."accounts"."side" in (0, 1, 2)),
	CONSTRAINT "accounts_normal_side" CHECK ("ledger"."accounts"."normal_side" in (-1, 1)),
	CONSTRAINT "accounts_life" CHECK ("ledger"."accounts"."closes_on" is null or "ledger"."accounts"."closes_on" >= "ledger"."accounts"."opens_on"),
	CONSTRAINT "accounts_limits" CHECK ("ledger"."accounts"."floor" is null or "ledger"."accounts"."ceiling" is null or "ledger"."accounts"."floor" <= "ledger"."accounts"."ceiling"),
	CONSTRAINT "accounts_lowered_floor" CHECK (("ledger"."accounts"."lowered_floor" is null) = ("ledger"."accounts"."lowered_floor_until" is null))
);
--> statement-breakpoint
CREATE TABLE "ledger"."audit_events" (
	"authority_id" integer NOT NULL,
	"block_seq" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"principal" text NOT NULL,
	"operation" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "audit_events_authority_id_block_seq_ordinal_pk" PRIMARY KEY("authority_id","block_seq","ordinal")
);
--> statement-breakpoint
CREATE TABLE "ledger"."balance_assertions" (
	"authority_id" integer NOT NULL,
	"assertion_id" uuid NOT NULL,
	"account_id" integer NOT NULL,
	"as_of" date NOT NULL,
	"balance" bigint NOT NULL,
	"block_seq" bigint NOT NULL,
	"principal" text NOT NULL,
	CONSTRAINT "balance_assertions_authority_id_assertion_id_pk" PRIMARY KEY("authority_id","assertion_id")
);
--> statement-breakpoint
CREATE TABLE "ledger"."blocks" (
	"authority_id" integer NOT NULL,
	"block_seq" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"entry_ids" uuid[] NOT NULL,
	"entry_digests" "bytea"[] NOT NULL,
	"leg_accounts" integer[] NOT NULL,
	"leg_versions" bigint[] NOT NULL,
	"audit_digest" "bytea" NOT NULL,
	CONSTRAINT "blocks_authority_id_block_seq_pk" PRIMARY KEY("authority_id","block_seq")
);
--> statement-breakpoint
CREATE TABLE "ledger"."books" (
	"authority_id" integer PRIMARY KEY NOT NULL,
	"currency" text NOT NULL,
	"next_account_id" integer NOT NULL,
	"next_dimension_id" integer NOT NULL,
	"block_seq" bigint NOT NULL,
	"block_hash" "bytea" NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger"."check_runs" (
	"authority_id" integer NOT NULL,
	"check_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"head_block_seq" bigint NOT NULL,
	"green" boolean NOT NULL,
	"findings" jsonb NOT NULL,
	CONSTRAINT "check_runs_authority_id_check_id_pk" PRIMARY KEY("authority_id","check_id")
);
--> statement-breakpoint
CREATE TABLE "ledger"."crossings" (
	"authority_id" integer NOT NULL,
	"watch_id" uuid NOT NULL,
	"block_seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"bound" bigint NOT NULL,
	CONSTRAINT "crossings_authority_id_watch_id_block_seq_pk" PRIMARY KEY("authority_id","watch_id","block_seq")
);
--> statement-breakpoint
CREATE TABLE "ledger"."day_totals" (
	"authority_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"effective_date" date NOT NULL,
	"debit" bigint NOT NULL,
	"credit" bigint NOT NULL,
	"postings" integer NOT NULL,
	CONSTRAINT "day_totals_authority_id_account_id_effective_date_pk" PRIMARY KEY("authority_id","account_id","effective_date")
);
--> statement-breakpoint
CREATE TABLE "ledger"."dimensions" (
	"authority_id" integer NOT NULL,
	"dimension_id" integer NOT NULL,
	"share" text,
	"stream" text,
	"source" text,
	"financial_year" text,
	"cost_centre" text,
	"subjective" text,
	CONSTRAINT "dimensions_authority_id_dimension_id_pk" PRIMARY KEY("authority_id","dimension_id"),
	CONSTRAINT "dimensions_content" UNIQUE NULLS NOT DISTINCT("authority_id","share","stream","source","financial_year","cost_centre","subjective"),
	CONSTRAINT "dimensions_stream" CHECK ("ledger"."dimensions"."stream" is null or "ledger"."dimensions"."stream" in ('EDUCATION', 'HEALTH', 'CARE'))
);
--> statement-breakpoint
CREATE TABLE "ledger"."entries" (
	"authority_id" integer NOT NULL,
	"entry_id" uuid NOT NULL,
	"kind" smallint NOT NULL,
	"effective_date" date NOT NULL,
	"block_seq" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"first_leg" integer NOT NULL,
	"legs" integer NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"principal" text NOT NULL,
	"reference" text,
	"description" text,
	"override" text,
	"reverses" uuid,
	"hold_id" uuid,
	"hold_amount" bigint,
	CONSTRAINT "entries_authority_id_entry_id_pk" PRIMARY KEY("authority_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "ledger"."entry_metadata" (
	"authority_id" integer NOT NULL,
	"entry_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"block_seq" bigint NOT NULL,
	"data" jsonb NOT NULL,
	"principal" text NOT NULL,
	CONSTRAINT "entry_metadata_authority_id_entry_id_revision_pk" PRIMARY KEY("authority_id","entry_id","revision")
);
--> statement-breakpoint
CREATE TABLE "ledger"."holds" (
	"authority_id" integer NOT NULL,
	"hold_id" uuid NOT NULL,
	"debit_account_id" integer NOT NULL,
	"credit_account_id" integer NOT NULL,
	"dimension_id" integer NOT NULL,
	"amount" bigint NOT NULL,
	"captured" bigint NOT NULL,
	"state" smallint NOT NULL,
	"effective_date" date NOT NULL,
	"expires_at" timestamp with time zone,
	"currency" text NOT NULL,
	CONSTRAINT "holds_authority_id_hold_id_pk" PRIMARY KEY("authority_id","hold_id"),
	CONSTRAINT "holds_captured" CHECK ("ledger"."holds"."captured" >= 0 and "ledger"."holds"."captured" <= "ledger"."holds"."amount" and "ledger"."holds"."amount" > 0),
	CONSTRAINT "holds_state" CHECK ("ledger"."holds"."state" in (1, 2, 3, 4))
);
--> statement-breakpoint
CREATE TABLE "ledger"."period_balances" (
	"authority_id" integer NOT NULL,
	"last_day" date NOT NULL,
	"account_id" integer NOT NULL,
	"closing" bigint NOT NULL,
	CONSTRAINT "period_balances_authority_id_account_id_last_day_pk" PRIMARY KEY("authority_id","account_id","last_day")
);
--> statement-breakpoint
CREATE TABLE "ledger"."periods" (
	"authority_id" integer NOT NULL,
	"period_id" text NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "periods_authority_id_period_id_pk" PRIMARY KEY("authority_id","period_id"),
	CONSTRAINT "periods_first_day" UNIQUE("authority_id","first_day"),
	CONSTRAINT "periods_days" CHECK ("ledger"."periods"."last_day" >= "ledger"."periods"."first_day"),
	CONSTRAINT "periods_state" CHECK ("ledger"."periods"."state" in ('open', 'soft-closed', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "ledger"."postings" (
	"authority_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"block_seq" bigint NOT NULL,
	"version" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"effective_date" date NOT NULL,
	"dimension_id" integer NOT NULL,
	"leg" smallint NOT NULL,
	"side" smallint NOT NULL,
	CONSTRAINT "postings_authority_id_account_id_block_seq_version_pk" PRIMARY KEY("authority_id","account_id","block_seq","version"),
	CONSTRAINT "postings_amount" CHECK ("ledger"."postings"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger"."watches" (
	"authority_id" integer NOT NULL,
	"watch_id" uuid NOT NULL,
	"account_id" integer NOT NULL,
	"metric" text NOT NULL,
	"direction" text NOT NULL,
	"bound" bigint NOT NULL,
	"clear_bound" bigint NOT NULL,
	"armed" boolean NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "watches_authority_id_watch_id_pk" PRIMARY KEY("authority_id","watch_id"),
	CONSTRAINT "watches_metric" CHECK ("ledger"."watches"."metric" in ('balance', 'available')),
	CONSTRAINT "watches_direction" CHECK ("ledger"."watches"."direction" in ('below', 'above')),
	CONSTRAINT "watches_hysteresis" CHECK (case "ledger"."watches"."direction" when 'below' then "ledger"."watches"."clear_bound" >= "ledger"."watches"."bound" else "ledger"."watches"."clear_bound" <= "ledger"."watches"."bound" end)
);
--> statement-breakpoint
CREATE TABLE "people"."api_keys" (
	"authority_id" integer NOT NULL,
	"key_id" uuid NOT NULL,
	"name" text NOT NULL,
	"secret_digest" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_authority_id_key_id_pk" PRIMARY KEY("authority_id","key_id"),
	CONSTRAINT "api_keys_id" UNIQUE("key_id","authority_id")
);
--> statement-breakpoint
CREATE TABLE "people"."authorities" (
	"authority_id" integer PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"business_date" date,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "authorities_slug" UNIQUE("slug"),
	CONSTRAINT "authorities_slug_shape" CHECK ("people"."authorities"."slug" ~ '^[a-z][a-z0-9-]{1,39}$')
);
--> statement-breakpoint
CREATE TABLE "platform"."job_attempts" (
	"authority_id" integer NOT NULL,
	"job_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"topic" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"error_code" text,
	CONSTRAINT "job_attempts_authority_id_job_id_attempt_pk" PRIMARY KEY("authority_id","job_id","attempt"),
	CONSTRAINT "job_attempts_outcome" CHECK (outcome IN ('done', 'refused', 'outage', 'superseded') AND (outcome IS NULL) = (finished_at IS NULL))
);
--> statement-breakpoint
CREATE TABLE "platform"."outbox" (
	"authority_id" integer NOT NULL,
	"outbox_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"payload" jsonb NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"claimed_until" timestamp with time zone,
	"attempt" integer DEFAULT 0 NOT NULL,
	"delivered_at" timestamp with time zone,
	CONSTRAINT "outbox_authority_id_outbox_id_pk" PRIMARY KEY("authority_id","outbox_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."planned_runs" (
	"authority_id" integer NOT NULL,
	"schedule_id" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "planned_runs_authority_id_schedule_id_due_at_pk" PRIMARY KEY("authority_id","schedule_id","due_at")
);
--> statement-breakpoint
CREATE TABLE "platform"."schedules" (
	"authority_id" integer NOT NULL,
	"schedule_id" text NOT NULL,
	"topic" text NOT NULL,
	"cadence" text NOT NULL,
	"at_local_time" time,
	"every_minutes" integer,
	"payload" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"next_due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "schedules_authority_id_schedule_id_pk" PRIMARY KEY("authority_id","schedule_id"),
	CONSTRAINT "schedules_cadence" CHECK ((cadence = 'daily' AND at_local_time IS NOT NULL AND every_minutes IS NULL)
        OR (cadence = 'hourly' AND at_local_time IS NULL AND every_minutes IS NULL)
        OR (cadence = 'every-minutes' AND at_local_time IS NULL AND every_minutes IS NOT NULL AND every_minutes BETWEEN 1 AND 1440))
);
--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "ledger"."audit_events" USING btree ("authority_id","operation","subject");--> statement-breakpoint
CREATE INDEX "balance_assertions_account" ON "ledger"."balance_assertions" USING btree ("authority_id","account_id","as_of");--> statement-breakpoint
CREATE INDEX "blocks_recorded_at" ON "ledger"."blocks" USING btree ("authority_id","recorded_at","block_seq");--> statement-breakpoint
CREATE INDEX "crossings_block" ON "ledger"."crossings" USING btree ("authority_id","block_seq");--> statement-breakpoint
CREATE INDEX "entries_reverses" ON "ledger"."entries" USING btree ("authority_id","reverses") WHERE "ledger"."entries"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "entries_hold" ON "ledger"."entries" USING btree ("authority_id","hold_id") WHERE "ledger"."entries"."hold_id" is not null;--> statement-breakpoint
CREATE INDEX "entries_reference" ON "ledger"."entries" USING btree ("authority_id","reference") WHERE "ledger"."entries"."reference" is not null;--> statement-breakpoint
CREATE INDEX "holds_expiry" ON "ledger"."holds" USING btree ("authority_id","expires_at") WHERE "ledger"."holds"."state" = 1;--> statement-breakpoint
CREATE INDEX "watches_account" ON "ledger"."watches" USING btree ("authority_id","account_id");--> statement-breakpoint
CREATE INDEX "api_keys_name" ON "people"."api_keys" USING btree ("authority_id","name");--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "platform"."outbox" USING btree ("recorded_at") WHERE delivered_at IS NULL;--> statement-breakpoint
CREATE INDEX "schedules_next_due" ON "platform"."schedules" USING btree ("next_due_at") WHERE enabled;