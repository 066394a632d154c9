CREATE SCHEMA "alerts";
--> statement-breakpoint
CREATE SCHEMA "ledger";
--> statement-breakpoint
CREATE SCHEMA "payments";
--> statement-breakpoint
CREATE SCHEMA "people";
--> statement-breakpoint
CREATE SCHEMA "platform";
--> statement-breakpoint
CREATE SCHEMA "reconciliation";
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
	"revision" integer DEFAULT 0 NOT NULL,
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
CREATE TABLE "people"."audit_events" (
	"authority_id" integer NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"principal" text NOT NULL,
	"role" text,
	"operation" text NOT NULL,
	"kind" text NOT NULL,
	"family_id" uuid,
	"person_id" uuid,
	"purpose" text,
	"on_behalf_of" uuid,
	"channel" text NOT NULL,
	"address" text,
	"request_id" text NOT NULL,
	"facts" jsonb NOT NULL,
	"restricted" boolean NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_events_authority_id_seq_pk" PRIMARY KEY("authority_id","seq"),
	CONSTRAINT "people_audit_kind" CHECK ("people"."audit_events"."kind" in ('read', 'change'))
);
--> statement-breakpoint
CREATE TABLE "people"."audit_heads" (
	"authority_id" integer NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_heads_authority_id_pk" PRIMARY KEY("authority_id")
);
--> statement-breakpoint
CREATE TABLE "people"."unusual_pulls" (
	"authority_id" integer NOT NULL,
	"principal" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"families" integer NOT NULL,
	"noticed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unusual_pulls_authority_id_principal_hour_pk" PRIMARY KEY("authority_id","principal","hour")
);
--> statement-breakpoint
CREATE TABLE "people"."machine_clients" (
	"authority_id" integer NOT NULL,
	"client_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_digest" "bytea",
	"public_keys" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "machine_clients_authority_id_client_id_pk" PRIMARY KEY("authority_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "people"."machine_tokens" (
	"authority_id" integer NOT NULL,
	"token_digest" "bytea" NOT NULL,
	"client_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "machine_tokens_authority_id_token_digest_pk" PRIMARY KEY("authority_id","token_digest")
);
--> statement-breakpoint
CREATE TABLE "people"."used_assertions" (
	"authority_id" integer NOT NULL,
	"client_id" uuid NOT NULL,
	"assertion_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "used_assertions_authority_id_client_id_assertion_id_pk" PRIMARY KEY("authority_id","client_id","assertion_id")
);
--> statement-breakpoint
CREATE TABLE "people"."identity_places" (
	"identity_id" uuid NOT NULL,
	"authority_id" integer NOT NULL,
	CONSTRAINT "identity_places_identity_id_authority_id_pk" PRIMARY KEY("identity_id","authority_id")
);
--> statement-breakpoint
CREATE TABLE "people"."invitations" (
	"authority_id" integer NOT NULL,
	"invitation_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"token_digest" "bytea" NOT NULL,
	"role" text NOT NULL,
	"provider_id" uuid,
	"sources" text[] NOT NULL,
	"approval_limit" bigint,
	"family_id" uuid,
	"person_id" uuid,
	"until_date" date,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "invitations_authority_id_invitation_id_pk" PRIMARY KEY("authority_id","invitation_id"),
	CONSTRAINT "invitations_token" UNIQUE("authority_id","token_digest")
);
--> statement-breakpoint
CREATE TABLE "people"."memberships" (
	"authority_id" integer NOT NULL,
	"membership_id" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"role" text NOT NULL,
	"provider_id" uuid,
	"sources" text[] NOT NULL,
	"approval_limit" bigint,
	"from_date" date NOT NULL,
	"until_date" date,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "memberships_authority_id_membership_id_pk" PRIMARY KEY("authority_id","membership_id"),
	CONSTRAINT "memberships_role" CHECK ("people"."memberships"."role" in ('finance-officer', 'approver', 'caseworker', 'auditor', 'administrator', 'provider-staff', 'partner')),
	CONSTRAINT "memberships_partner" CHECK (("people"."memberships"."role" = 'partner') = (cardinality("people"."memberships"."sources") > 0)),
	CONSTRAINT "memberships_limit" CHECK ("people"."memberships"."approval_limit" >= 0)
);
--> statement-breakpoint
CREATE TABLE "people"."confidential_marks" (
	"authority_id" integer NOT NULL,
	"mark_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"hidden_from" uuid NOT NULL,
	"kind" text NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	"marked_by" text NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	CONSTRAINT "confidential_marks_authority_id_mark_id_pk" PRIMARY KEY("authority_id","mark_id"),
	CONSTRAINT "confidential_marks_kind" CHECK ("people"."confidential_marks"."kind" in ('address', 'contact', 'school', 'provider', 'payee')),
	CONSTRAINT "confidential_marks_two_people" CHECK ("people"."confidential_marks"."person_id" <> "people"."confidential_marks"."hidden_from")
);
--> statement-breakpoint
CREATE TABLE "people"."families" (
	"authority_id" integer NOT NULL,
	"family_id" uuid NOT NULL,
	"key_ring_id" text,
	"wrapped_key" "bytea",
	"sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "families_authority_id_family_id_pk" PRIMARY KEY("authority_id","family_id"),
	CONSTRAINT "families_erased" CHECK (("people"."families"."erased_at" is not null) = ("people"."families"."wrapped_key" is null) and ("people"."families"."wrapped_key" is null) = ("people"."families"."key_ring_id" is null))
);
--> statement-breakpoint
CREATE TABLE "people"."grants" (
	"authority_id" integer NOT NULL,
	"grant_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"granted_by" uuid NOT NULL,
	"identity_id" uuid NOT NULL,
	"role" text NOT NULL,
	"children" uuid[] NOT NULL,
	"may" text[] NOT NULL,
	"sealed" "bytea",
	"from_date" date NOT NULL,
	"until_date" date NOT NULL,
	"channel" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_by" text,
	CONSTRAINT "grants_authority_id_grant_id_pk" PRIMARY KEY("authority_id","grant_id"),
	CONSTRAINT "grants_role" CHECK ("people"."grants"."role" in ('nominee', 'supporter', 'third-party')),
	CONSTRAINT "grants_dates" CHECK ("people"."grants"."until_date" >= "people"."grants"."from_date")
);
--> statement-breakpoint
CREATE TABLE "people"."legal_holds" (
	"authority_id" integer NOT NULL,
	"legal_hold_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"placed_by" text NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	CONSTRAINT "legal_holds_authority_id_legal_hold_id_pk" PRIMARY KEY("authority_id","legal_hold_id")
);
--> statement-breakpoint
CREATE TABLE "people"."persons" (
	"authority_id" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"identity_id" uuid,
	"born_on" date,
	"sealed" "bytea",
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "persons_authority_id_person_id_pk" PRIMARY KEY("authority_id","person_id"),
	CONSTRAINT "persons_kind" CHECK ("people"."persons"."kind" in ('young-person', 'parent'))
);
--> statement-breakpoint
CREATE TABLE "people"."relationships" (
	"authority_id" integer NOT NULL,
	"relationship_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"adult_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"from_date" date NOT NULL,
	"until_date" date,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "relationships_authority_id_relationship_id_pk" PRIMARY KEY("authority_id","relationship_id"),
	CONSTRAINT "relationships_kind" CHECK ("people"."relationships"."kind" in ('parental-responsibility', 'order-denies-access', 'order-gives-access')),
	CONSTRAINT "relationships_two_people" CHECK ("people"."relationships"."adult_id" <> "people"."relationships"."child_id")
);
--> statement-breakpoint
CREATE TABLE "people"."retention_clocks" (
	"authority_id" integer NOT NULL,
	"clock_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"started_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "retention_clocks_authority_id_clock_id_pk" PRIMARY KEY("authority_id","clock_id")
);
--> statement-breakpoint
CREATE TABLE "people"."signals" (
	"authority_id" integer NOT NULL,
	"signal_id" uuid NOT NULL,
	"family_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sealed" "bytea",
	"raised_at" timestamp with time zone NOT NULL,
	"raised_by" text NOT NULL,
	CONSTRAINT "signals_authority_id_signal_id_pk" PRIMARY KEY("authority_id","signal_id"),
	CONSTRAINT "signals_kind" CHECK ("people"."signals"."kind" in ('fraud', 'safeguarding'))
);
--> statement-breakpoint
CREATE TABLE "people"."api_keys" (
	"authority_id" integer NOT NULL,
	"key_id" uuid NOT NULL,
	"name" text NOT NULL,
	"secret_digest" "bytea" NOT NULL,
	"previous_digest" "bytea",
	"previous_ends_at" timestamp with time zone,
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
CREATE TABLE "people"."authenticators" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people"."identities" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"look_alike_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identities_email" UNIQUE("email_key")
);
--> statement-breakpoint
CREATE TABLE "people"."issuer_links" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"identity_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "issuer_links_issuer_subject_pk" PRIMARY KEY("issuer","subject"),
	CONSTRAINT "issuer_links_identity" UNIQUE("issuer","identity_id")
);
--> statement-breakpoint
CREATE TABLE "people"."passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"identity_id" uuid NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "people"."recovery_codes" (
	"identity_id" uuid NOT NULL,
	"code_digest" "bytea" NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_identity_id_code_digest_pk" PRIMARY KEY("identity_id","code_digest")
);
--> statement-breakpoint
CREATE TABLE "people"."sessions" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"identity_id" uuid NOT NULL,
	"token_digest" "bytea" NOT NULL,
	"signed_in_by" text NOT NULL,
	"second_factor_at" timestamp with time zone,
	"authority_id" integer,
	"idle_seconds" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"address" text NOT NULL,
	"device" text NOT NULL,
	CONSTRAINT "sessions_token" UNIQUE("token_digest")
);
--> statement-breakpoint
CREATE TABLE "people"."sign_in_flows" (
	"flow_digest" "bytea" PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"facts" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people"."sign_in_requests" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"email_key" text NOT NULL,
	"browser_digest" "bytea" NOT NULL,
	"link_digest" "bytea" NOT NULL,
	"code_digest" "bytea" NOT NULL,
	"return_to" text NOT NULL,
	"mailed" boolean NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_in_requests_link" UNIQUE("link_digest")
);
--> statement-breakpoint
CREATE TABLE "people"."throttles" (
	"throttle_key" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_try_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL
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
ALTER TABLE "payments"."payment_instructions" ADD CONSTRAINT "payment_instructions_run_id" FOREIGN KEY ("authority_id","run_id") REFERENCES "payments"."payment_runs"("authority_id","run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."confidential_marks" ADD CONSTRAINT "confidential_marks_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."grants" ADD CONSTRAINT "grants_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."legal_holds" ADD CONSTRAINT "legal_holds_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."persons" ADD CONSTRAINT "persons_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."relationships" ADD CONSTRAINT "relationships_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."retention_clocks" ADD CONSTRAINT "retention_clocks_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."signals" ADD CONSTRAINT "signals_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_line_uses" ADD CONSTRAINT "bank_line_uses_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_statements" ADD CONSTRAINT "bank_statements_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_statements" ADD CONSTRAINT "bank_statements_import" FOREIGN KEY ("authority_id","import_id") REFERENCES "reconciliation"."statement_imports"("authority_id","import_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."statement_imports" ADD CONSTRAINT "statement_imports_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "reconciliation"."statement_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts"."alerts" USING btree ("authority_id","raised_at") WHERE "alerts"."alerts"."state" = 'open';--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "ledger"."audit_events" USING btree ("authority_id","operation","subject");--> statement-breakpoint
CREATE INDEX "balance_assertions_account" ON "ledger"."balance_assertions" USING btree ("authority_id","account_id","as_of");--> statement-breakpoint
CREATE INDEX "blocks_recorded_at" ON "ledger"."blocks" USING btree ("authority_id","recorded_at","block_seq");--> statement-breakpoint
CREATE INDEX "crossings_block" ON "ledger"."crossings" USING btree ("authority_id","block_seq");--> statement-breakpoint
CREATE INDEX "entries_reverses" ON "ledger"."entries" USING btree ("authority_id","reverses") WHERE "ledger"."entries"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "entries_hold" ON "ledger"."entries" USING btree ("authority_id","hold_id") WHERE "ledger"."entries"."hold_id" is not null;--> statement-breakpoint
CREATE INDEX "entries_reference" ON "ledger"."entries" USING btree ("authority_id","reference") WHERE "ledger"."entries"."reference" is not null;--> statement-breakpoint
CREATE INDEX "holds_expiry" ON "ledger"."holds" USING btree ("authority_id","expires_at") WHERE "ledger"."holds"."state" = 1;--> statement-breakpoint
CREATE INDEX "imports_file" ON "ledger"."imports" USING btree ("authority_id","file_sha256");--> statement-breakpoint
CREATE INDEX "watches_account" ON "ledger"."watches" USING btree ("authority_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_instructions_due" ON "payments"."payment_instructions" USING btree ("authority_id","due_ref") WHERE "payments"."payment_instructions"."state" <> 'returned';--> statement-breakpoint
CREATE INDEX "payment_instructions_run" ON "payments"."payment_instructions" USING btree ("authority_id","run_id");--> statement-breakpoint
CREATE INDEX "payment_instructions_sent" ON "payments"."payment_instructions" USING btree ("authority_id","reference") WHERE "payments"."payment_instructions"."state" = 'sent';--> statement-breakpoint
CREATE INDEX "payment_runs_pay_date" ON "payments"."payment_runs" USING btree ("authority_id","pay_date");--> statement-breakpoint
CREATE INDEX "people_audit_family" ON "people"."audit_events" USING btree ("authority_id","family_id","seq");--> statement-breakpoint
CREATE INDEX "people_audit_principal" ON "people"."audit_events" USING btree ("authority_id","principal","at");--> statement-breakpoint
CREATE INDEX "memberships_identity" ON "people"."memberships" USING btree ("authority_id","identity_id");--> statement-breakpoint
CREATE INDEX "confidential_marks_family" ON "people"."confidential_marks" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "grants_family" ON "people"."grants" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "grants_identity" ON "people"."grants" USING btree ("authority_id","identity_id");--> statement-breakpoint
CREATE INDEX "legal_holds_family" ON "people"."legal_holds" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "persons_family" ON "people"."persons" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "persons_identity" ON "people"."persons" USING btree ("authority_id","identity_id") WHERE "people"."persons"."identity_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "persons_identity_once" ON "people"."persons" USING btree ("authority_id","family_id","identity_id") WHERE "people"."persons"."identity_id" is not null;--> statement-breakpoint
CREATE INDEX "relationships_family" ON "people"."relationships" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "retention_clocks_family" ON "people"."retention_clocks" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "signals_family" ON "people"."signals" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "api_keys_name" ON "people"."api_keys" USING btree ("authority_id","name");--> statement-breakpoint
CREATE INDEX "identities_look_alike" ON "people"."identities" USING btree ("look_alike_key");--> statement-breakpoint
CREATE INDEX "passkeys_identity" ON "people"."passkeys" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "sessions_identity" ON "people"."sessions" USING btree ("identity_id","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_flows_expiry" ON "people"."sign_in_flows" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_email" ON "people"."sign_in_requests" USING btree ("email_key","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_browser" ON "people"."sign_in_requests" USING btree ("browser_digest");--> statement-breakpoint
CREATE INDEX "sign_in_requests_expiry" ON "people"."sign_in_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "throttles_last_try" ON "people"."throttles" USING btree ("last_try_at");--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "platform"."outbox" USING btree ("recorded_at") WHERE delivered_at IS NULL;--> statement-breakpoint
CREATE INDEX "schedules_next_due" ON "platform"."schedules" USING btree ("next_due_at") WHERE enabled;--> statement-breakpoint
CREATE INDEX "bank_line_sightings_statement" ON "reconciliation"."bank_line_sightings" USING btree ("authority_id","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_lines_once" ON "reconciliation"."bank_lines" USING btree ("authority_id","account_id","identity","occurrence") WHERE "reconciliation"."bank_lines"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "bank_lines_day" ON "reconciliation"."bank_lines" USING btree ("authority_id","account_id","booking_date","line_id");--> statement-breakpoint
CREATE INDEX "bank_lines_statement" ON "reconciliation"."bank_lines" USING btree ("authority_id","statement_id");--> statement-breakpoint
CREATE INDEX "bank_statements_chain" ON "reconciliation"."bank_statements" USING btree ("authority_id","account_id","first_day","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_files_sha256" ON "reconciliation"."statement_files" USING btree ("authority_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "statement_imports_live" ON "reconciliation"."statement_imports" USING btree ("authority_id","file_id") WHERE "reconciliation"."statement_imports"."state" in ('importing', 'imported');--> statement-breakpoint
CREATE INDEX "statement_imports_opened" ON "reconciliation"."statement_imports" USING btree ("authority_id","opened_at","import_id");