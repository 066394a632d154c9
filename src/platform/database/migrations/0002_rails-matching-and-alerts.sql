CREATE TABLE "alerts"."rule_settings" (
	"authority_id" integer NOT NULL,
	"rule" text NOT NULL,
	"scope" text NOT NULL,
	"scope_key" text NOT NULL,
	"from_date" date NOT NULL,
	"enabled" boolean NOT NULL,
	"trigger" text NOT NULL,
	"clear" text NOT NULL,
	"quiet_days" integer NOT NULL,
	"escalate_after" integer NOT NULL,
	"digest" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "rule_settings_authority_id_rule_scope_scope_key_from_date_pk" PRIMARY KEY("authority_id","rule","scope","scope_key","from_date"),
	CONSTRAINT "rule_settings_scope" CHECK ("alerts"."rule_settings"."scope" in ('authority', 'stream', 'family', 'line') and ("alerts"."rule_settings"."scope" = 'authority') = ("alerts"."rule_settings"."scope_key" = '')),
	CONSTRAINT "rule_settings_days" CHECK ("alerts"."rule_settings"."quiet_days" between 0 and 366 and "alerts"."rule_settings"."escalate_after" between 1 and 60)
);
--> statement-breakpoint
CREATE TABLE "alerts"."rule_watches" (
	"authority_id" integer NOT NULL,
	"watch_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"subject" text NOT NULL,
	"account" text NOT NULL,
	"direction" text NOT NULL,
	"bound" bigint NOT NULL,
	"clear_bound" bigint NOT NULL,
	"family_id" uuid,
	"line_code" text,
	"added_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "rule_watches_authority_id_watch_id_pk" PRIMARY KEY("authority_id","watch_id")
);
--> statement-breakpoint
CREATE TABLE "alerts"."standings" (
	"authority_id" integer NOT NULL,
	"rule" text NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"alert_id" uuid,
	"seq" bigint NOT NULL,
	"resolved_on" date,
	"snoozed_until" date,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standings_authority_id_rule_subject_pk" PRIMARY KEY("authority_id","rule","subject"),
	CONSTRAINT "standings_state" CHECK ("alerts"."standings"."state" in ('ok', 'alarm', 'acknowledged', 'snoozed', 'resolved'))
);
--> statement-breakpoint
CREATE TABLE "alerts"."bulk_notices" (
	"authority_id" integer NOT NULL,
	"bulk_id" uuid NOT NULL,
	"template" text NOT NULL,
	"recipients" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "bulk_notices_authority_id_bulk_id_pk" PRIMARY KEY("authority_id","bulk_id")
);
--> statement-breakpoint
CREATE TABLE "alerts"."forecasts" (
	"authority_id" integer NOT NULL,
	"line_code" text NOT NULL,
	"made_on" date NOT NULL,
	"family_id" uuid NOT NULL,
	"child_id" uuid NOT NULL,
	"says" text NOT NULL,
	"why" text NOT NULL,
	"allocated" bigint NOT NULL,
	"used" bigint NOT NULL,
	"planned_so_far" bigint NOT NULL,
	"planned" bigint NOT NULL,
	"likely" bigint NOT NULL,
	"low" bigint NOT NULL,
	"high" bigint NOT NULL,
	"straight" bigint NOT NULL,
	"recent_used" bigint NOT NULL,
	"recent_planned" bigint NOT NULL,
	"recent_weeks" integer NOT NULL,
	"used_up_on" date,
	"earliest_on" date,
	"parts" jsonb NOT NULL,
	CONSTRAINT "forecasts_authority_id_line_code_pk" PRIMARY KEY("authority_id","line_code")
);
--> statement-breakpoint
CREATE TABLE "alerts"."notices" (
	"authority_id" integer NOT NULL,
	"notice_id" uuid NOT NULL,
	"recipient_kind" text NOT NULL,
	"recipient_id" uuid NOT NULL,
	"family_id" uuid,
	"alert_id" uuid,
	"bulk_id" uuid,
	"channel" text NOT NULL,
	"template" text NOT NULL,
	"values" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"provider_ref" text,
	"error" text,
	CONSTRAINT "notices_authority_id_notice_id_pk" PRIMARY KEY("authority_id","notice_id"),
	CONSTRAINT "notices_state" CHECK ("alerts"."notices"."state" in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'withheld')),
	CONSTRAINT "notices_channel" CHECK ("alerts"."notices"."channel" in ('in-app', 'email', 'text', 'letter'))
);
--> statement-breakpoint
CREATE TABLE "alerts"."preferences" (
	"authority_id" integer NOT NULL,
	"recipient_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"large_print" boolean NOT NULL,
	"quiet_from" text,
	"quiet_until" text,
	"digest" boolean NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "preferences_authority_id_recipient_id_pk" PRIMARY KEY("authority_id","recipient_id"),
	CONSTRAINT "preferences_channel" CHECK ("alerts"."preferences"."channel" in ('in-app', 'email', 'text', 'letter')),
	CONSTRAINT "preferences_quiet" CHECK (("alerts"."preferences"."quiet_from" is null) = ("alerts"."preferences"."quiet_until" is null))
);
--> statement-breakpoint
CREATE TABLE "alerts"."tellings" (
	"authority_id" integer NOT NULL,
	"alert_id" uuid NOT NULL,
	"level" text NOT NULL,
	"recipient_id" uuid NOT NULL,
	"digest_at" timestamp with time zone NOT NULL,
	"notice_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tellings_authority_id_alert_id_level_recipient_id_pk" PRIMARY KEY("authority_id","alert_id","level","recipient_id")
);
--> statement-breakpoint
CREATE TABLE "alerts"."webhook_attempts" (
	"authority_id" integer NOT NULL,
	"delivery_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"status" integer,
	"outcome" text NOT NULL,
	CONSTRAINT "webhook_attempts_authority_id_delivery_id_attempt_pk" PRIMARY KEY("authority_id","delivery_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "alerts"."webhook_deliveries" (
	"authority_id" integer NOT NULL,
	"delivery_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_authority_id_delivery_id_pk" PRIMARY KEY("authority_id","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "alerts"."webhook_endpoints" (
	"authority_id" integer NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"url" text NOT NULL,
	"kinds" text[] NOT NULL,
	"state" text NOT NULL,
	"stopped_because" text,
	"sealed_secret" "bytea" NOT NULL,
	"previous_secret" "bytea",
	"previous_ends_at" timestamp with time zone,
	"failing_since" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "webhook_endpoints_authority_id_endpoint_id_pk" PRIMARY KEY("authority_id","endpoint_id"),
	CONSTRAINT "webhook_endpoints_url" UNIQUE("authority_id","url"),
	CONSTRAINT "webhook_endpoints_stopped" CHECK (("alerts"."webhook_endpoints"."state" = 'stopped') = ("alerts"."webhook_endpoints"."stopped_because" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments"."card_purchases" (
	"authority_id" integer NOT NULL,
	"purchase_id" uuid NOT NULL,
	"card_id" uuid NOT NULL,
	"issuer_ref" text NOT NULL,
	"amount" bigint NOT NULL,
	"merchant" text NOT NULL,
	"category" text NOT NULL,
	"made_on" date NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"captured" bigint NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "card_purchases_authority_id_purchase_id_pk" PRIMARY KEY("authority_id","purchase_id"),
	CONSTRAINT "card_purchases_state" CHECK ("payments"."card_purchases"."state" in ('held', 'declined', 'captured', 'released')),
	CONSTRAINT "card_purchases_declined" CHECK (("payments"."card_purchases"."state" = 'declined') = ("payments"."card_purchases"."reason" is not null)),
	CONSTRAINT "card_purchases_amount" CHECK ("payments"."card_purchases"."amount" >= 0 and "payments"."card_purchases"."captured" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."card_rules" (
	"authority_id" integer NOT NULL,
	"stream" text NOT NULL,
	"valid_from" date NOT NULL,
	"rules" jsonb NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "card_rules_authority_id_stream_valid_from_pk" PRIMARY KEY("authority_id","stream","valid_from")
);
--> statement-breakpoint
CREATE TABLE "payments"."cards" (
	"authority_id" integer NOT NULL,
	"card_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"issuer_ref" text NOT NULL,
	"family_id" uuid NOT NULL,
	"share" jsonb NOT NULL,
	"stream" text NOT NULL,
	"available_account" text NOT NULL,
	"paid_account" text NOT NULL,
	"state" text NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cards_authority_id_card_id_pk" PRIMARY KEY("authority_id","card_id"),
	CONSTRAINT "cards_issuer_ref" UNIQUE("authority_id","issuer","issuer_ref"),
	CONSTRAINT "cards_state" CHECK ("payments"."cards"."state" in ('active', 'stopped'))
);
--> statement-breakpoint
CREATE TABLE "payments"."duplicate_clearances" (
	"authority_id" integer NOT NULL,
	"due_ref" text NOT NULL,
	"reason" text NOT NULL,
	"cleared_by" text NOT NULL,
	"cleared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "duplicate_clearances_authority_id_due_ref_pk" PRIMARY KEY("authority_id","due_ref")
);
--> statement-breakpoint
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
CREATE TABLE "payments"."stripe_cursors" (
	"authority_id" integer NOT NULL,
	"list" text NOT NULL,
	"read_to" timestamp with time zone NOT NULL,
	CONSTRAINT "stripe_cursors_authority_id_list_pk" PRIMARY KEY("authority_id","list")
);
--> statement-breakpoint
CREATE TABLE "payments"."stripe_parked" (
	"authority_id" integer NOT NULL,
	"source_ref" text NOT NULL,
	"reason" text NOT NULL,
	"object_id" text NOT NULL,
	"facts" jsonb NOT NULL,
	"parked_at" timestamp with time zone NOT NULL,
	"settled_by" text,
	"settled_at" timestamp with time zone,
	"settled_why" text,
	CONSTRAINT "stripe_parked_authority_id_source_ref_pk" PRIMARY KEY("authority_id","source_ref"),
	CONSTRAINT "stripe_parked_settled" CHECK (("payments"."stripe_parked"."settled_by" is null) = ("payments"."stripe_parked"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."stripe_payments" (
	"authority_id" integer NOT NULL,
	"reference" text NOT NULL,
	"key" text NOT NULL,
	"amount" bigint NOT NULL,
	"recipient" text NOT NULL,
	"payout_method" text NOT NULL,
	"verification" text,
	"intended_at" timestamp with time zone NOT NULL,
	"outbound_payment" text,
	"state" text NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stripe_payments_authority_id_reference_pk" PRIMARY KEY("authority_id","reference"),
	CONSTRAINT "stripe_payments_outbound" UNIQUE("authority_id","outbound_payment"),
	CONSTRAINT "stripe_payments_state" CHECK ("payments"."stripe_payments"."state" in ('intended', 'processing', 'posted', 'failed', 'canceled', 'returned')),
	CONSTRAINT "stripe_payments_amount" CHECK ("payments"."stripe_payments"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments"."stripe_recipients" (
	"authority_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"payout_method" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stripe_recipients_authority_id_account_id_pk" PRIMARY KEY("authority_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."stripe_verifications" (
	"authority_id" integer NOT NULL,
	"verification_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"match_result" text NOT NULL,
	"status" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"used_for" text,
	"acknowledged_by" text,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_reason" text,
	"acknowledged_why" text,
	CONSTRAINT "stripe_verifications_authority_id_verification_id_pk" PRIMARY KEY("authority_id","verification_id"),
	CONSTRAINT "stripe_verifications_used_for" UNIQUE("authority_id","used_for"),
	CONSTRAINT "stripe_verifications_acknowledged" CHECK (("payments"."stripe_verifications"."acknowledged_by" is null) = ("payments"."stripe_verifications"."acknowledged_at" is null) and ("payments"."stripe_verifications"."acknowledged_by" is null) = ("payments"."stripe_verifications"."acknowledged_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "payments"."webhook_receipts" (
	"sender" text NOT NULL,
	"event_id" text NOT NULL,
	"authority_id" integer NOT NULL,
	"type" text NOT NULL,
	"object_id" text NOT NULL,
	"context" text,
	"live_mode" boolean NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"times_sent" integer NOT NULL,
	"state" text NOT NULL,
	"note" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "webhook_receipts_sender_event_id_pk" PRIMARY KEY("sender","event_id"),
	CONSTRAINT "webhook_receipts_state" CHECK ("payments"."webhook_receipts"."state" in ('waiting', 'done', 'parked'))
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
ALTER TABLE "alerts"."alerts" DROP CONSTRAINT "alerts_state";--> statement-breakpoint
ALTER TABLE "budgets"."clock_facts" DROP CONSTRAINT "clock_facts_kind";--> statement-breakpoint
ALTER TABLE "budgets"."clocks" DROP CONSTRAINT "clocks_kind";--> statement-breakpoint
DROP INDEX "alerts"."alerts_open";--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "harm" integer;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "restricted" boolean;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "family_id" uuid;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "line_code" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "escalates_on" date;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "snoozed_until" date;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "resolved_at" timestamp with time zone;--> statement-breakpoint
-- Alerts that were raised before they had a state of their own are in alarm, told to the first who hears of alerts.
UPDATE "alerts"."alerts" SET "harm" = 50, "restricted" = false, "level" = 'caseworker', "state" = CASE "state" WHEN 'open' THEN 'alarm' ELSE "state" END;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ALTER COLUMN "harm" SET NOT NULL, ALTER COLUMN "restricted" SET NOT NULL, ALTER COLUMN "level" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payments"."urgent_payments" ADD COLUMN "rail" text NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint" FOREIGN KEY ("authority_id","endpoint_id") REFERENCES "alerts"."webhook_endpoints"("authority_id","endpoint_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."card_purchases" ADD CONSTRAINT "card_purchases_card_id" FOREIGN KEY ("authority_id","card_id") REFERENCES "payments"."cards"("authority_id","card_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."originators" ADD CONSTRAINT "originators_own_account" FOREIGN KEY ("authority_id","own_account_id") REFERENCES "payments"."own_accounts"("authority_id","own_account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_chunks" ADD CONSTRAINT "payment_file_chunks_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_fetches" ADD CONSTRAINT "payment_file_fetches_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_items" ADD CONSTRAINT "payment_file_items_file" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."payment_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_file_items" ADD CONSTRAINT "payment_file_items_instruction_id" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_files" ADD CONSTRAINT "payment_files_run" FOREIGN KEY ("authority_id","run_id") REFERENCES "payments"."payment_runs"("authority_id","run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."payment_files" ADD CONSTRAINT "payment_files_originator" FOREIGN KEY ("authority_id","originator_id") REFERENCES "payments"."originators"("authority_id","originator_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_cases" ADD CONSTRAINT "recovery_cases_agreement" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_events" ADD CONSTRAINT "recovery_events_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_letters" ADD CONSTRAINT "recovery_letters_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."recovery_takings" ADD CONSTRAINT "recovery_takings_case" FOREIGN KEY ("authority_id","case_id") REFERENCES "payments"."recovery_cases"("authority_id","case_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."bank_answers" ADD CONSTRAINT "bank_answers_file_id" FOREIGN KEY ("authority_id","file_id") REFERENCES "payments"."bank_answer_files"("authority_id","file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."bank_answers" ADD CONSTRAINT "bank_answers_instruction" FOREIGN KEY ("authority_id","instruction_id") REFERENCES "payments"."payment_instructions"("authority_id","instruction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."receipt_chunks" ADD CONSTRAINT "receipt_chunks_receipt" FOREIGN KEY ("authority_id","receipt_id") REFERENCES "payments"."receipts"("authority_id","receipt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."receipt_pages" ADD CONSTRAINT "receipt_pages_receipt" FOREIGN KEY ("authority_id","receipt_id") REFERENCES "payments"."receipts"("authority_id","receipt_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments"."spendings" ADD CONSTRAINT "spendings_agreement_id" FOREIGN KEY ("authority_id","agreement_id") REFERENCES "payments"."agreements"("authority_id","agreement_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_allocations" ADD CONSTRAINT "match_allocations_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_entries" ADD CONSTRAINT "match_entries_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_lines" ADD CONSTRAINT "match_lines_match" FOREIGN KEY ("authority_id","match_id") REFERENCES "reconciliation"."matches"("authority_id","match_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."match_lines" ADD CONSTRAINT "match_lines_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."matches" ADD CONSTRAINT "matches_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."bank_proofs" ADD CONSTRAINT "bank_proofs_account" FOREIGN KEY ("authority_id","account_id") REFERENCES "reconciliation"."bank_accounts"("authority_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation"."line_work" ADD CONSTRAINT "line_work_line" FOREIGN KEY ("authority_id","line_id") REFERENCES "reconciliation"."bank_lines"("authority_id","line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rule_watches_subject" ON "alerts"."rule_watches" USING btree ("authority_id","rule","subject");--> statement-breakpoint
CREATE INDEX "standings_alert" ON "alerts"."standings" USING btree ("authority_id","alert_id");--> statement-breakpoint
CREATE INDEX "forecasts_of_family" ON "alerts"."forecasts" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "notices_due" ON "alerts"."notices" USING btree ("authority_id","next_at") WHERE "alerts"."notices"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "notices_of_recipient" ON "alerts"."notices" USING btree ("authority_id","recipient_id","created_at");--> statement-breakpoint
CREATE INDEX "notices_of_bulk" ON "alerts"."notices" USING btree ("authority_id","bulk_id","notice_id");--> statement-breakpoint
CREATE INDEX "notices_to_mend" ON "alerts"."notices" USING btree ("authority_id","created_at") WHERE "alerts"."notices"."state" in ('failed', 'bounced');--> statement-breakpoint
CREATE INDEX "tellings_waiting" ON "alerts"."tellings" USING btree ("authority_id","recipient_id","digest_at") WHERE "alerts"."tellings"."notice_id" is null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "alerts"."webhook_deliveries" USING btree ("authority_id","next_at") WHERE "alerts"."webhook_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_of_endpoint" ON "alerts"."webhook_deliveries" USING btree ("authority_id","endpoint_id","created_at");--> statement-breakpoint
CREATE INDEX "card_purchases_card" ON "payments"."card_purchases" USING btree ("authority_id","card_id","made_on");--> statement-breakpoint
CREATE INDEX "cards_family" ON "payments"."cards" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_checks_day" ON "payments"."account_checks" USING btree ("authority_id","agreement_id","on_day");--> statement-breakpoint
CREATE UNIQUE INDEX "monitoring_returns_once" ON "payments"."monitoring_returns" USING btree ("authority_id","agreement_id","until_date");--> statement-breakpoint
CREATE INDEX "monitoring_returns_open" ON "payments"."monitoring_returns" USING btree ("authority_id","due_on") WHERE "payments"."monitoring_returns"."state" in ('asked', 'with-officer');--> statement-breakpoint
CREATE UNIQUE INDEX "originators_one_listed" ON "payments"."originators" USING btree ("authority_id","rail") WHERE "payments"."originators"."state" = 'listed';--> statement-breakpoint
CREATE UNIQUE INDEX "originators_one_proposed" ON "payments"."originators" USING btree ("authority_id","rail") WHERE "payments"."originators"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "payment_file_items_account" ON "payments"."payment_file_items" USING btree ("authority_id","account_mark");--> statement-breakpoint
CREATE INDEX "payment_file_items_instruction" ON "payments"."payment_file_items" USING btree ("authority_id","instruction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_files_of_run" ON "payments"."payment_files" USING btree ("authority_id","run_id","ordinal") WHERE "payments"."payment_files"."state" <> 'void';--> statement-breakpoint
CREATE UNIQUE INDEX "payment_files_bank_name" ON "payments"."payment_files" USING btree ("authority_id","series","bank_name");--> statement-breakpoint
CREATE INDEX "stripe_parked_open" ON "payments"."stripe_parked" USING btree ("authority_id","parked_at") WHERE "payments"."stripe_parked"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "stripe_payments_open" ON "payments"."stripe_payments" USING btree ("authority_id","intended_at") WHERE "payments"."stripe_payments"."state" in ('intended', 'processing');--> statement-breakpoint
CREATE INDEX "stripe_verifications_account" ON "payments"."stripe_verifications" USING btree ("authority_id","account_id","checked_at");--> statement-breakpoint
CREATE INDEX "webhook_receipts_waiting" ON "payments"."webhook_receipts" USING btree ("authority_id","received_at") WHERE "payments"."webhook_receipts"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "recovery_cases_family" ON "payments"."recovery_cases" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "recovery_cases_open" ON "payments"."recovery_cases" USING btree ("authority_id","state") WHERE "payments"."recovery_cases"."state" in ('draft', 'noticed', 'decided');--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_cases_one_open" ON "payments"."recovery_cases" USING btree ("authority_id","agreement_id","ground") WHERE "payments"."recovery_cases"."state" in ('draft', 'noticed', 'decided');--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_events_number" ON "payments"."recovery_events" USING btree ("authority_id","case_id","number");--> statement-breakpoint
CREATE INDEX "recovery_letters_case" ON "payments"."recovery_letters" USING btree ("authority_id","case_id");--> statement-breakpoint
CREATE INDEX "recovery_takings_case" ON "payments"."recovery_takings" USING btree ("authority_id","case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_takings_instalment" ON "payments"."recovery_takings" USING btree ("authority_id","due_ref","case_id") WHERE "payments"."recovery_takings"."state" <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX "bank_answer_files_once" ON "payments"."bank_answer_files" USING btree ("authority_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_answers_once" ON "payments"."bank_answers" USING btree ("authority_id","mark");--> statement-breakpoint
CREATE INDEX "bank_answers_file" ON "payments"."bank_answers" USING btree ("authority_id","file_id","state","line");--> statement-breakpoint
CREATE INDEX "bank_answers_parked" ON "payments"."bank_answers" USING btree ("authority_id","told_on") WHERE "payments"."bank_answers"."state" = 'parked';--> statement-breakpoint
CREATE INDEX "receipts_family" ON "payments"."receipts" USING btree ("authority_id","family_id");--> statement-breakpoint
CREATE INDEX "receipts_file_mark" ON "payments"."receipts" USING btree ("authority_id","file_mark");--> statement-breakpoint
CREATE INDEX "receipts_picture_mark" ON "payments"."receipts" USING btree ("authority_id","picture_mark");--> statement-breakpoint
CREATE INDEX "spendings_agreement" ON "payments"."spendings" USING btree ("authority_id","agreement_id","spent_on");--> statement-breakpoint
CREATE INDEX "spendings_receipts" ON "payments"."spendings" USING gin ("receipt_ids");--> statement-breakpoint
CREATE INDEX "match_rules_valid" ON "reconciliation"."match_rules" USING btree ("authority_id","valid_from");--> statement-breakpoint
CREATE INDEX "match_allocations_target" ON "reconciliation"."match_allocations" USING btree ("authority_id","target");--> statement-breakpoint
CREATE INDEX "match_entries_entry" ON "reconciliation"."match_entries" USING btree ("authority_id","entry_id");--> statement-breakpoint
CREATE INDEX "match_events_match" ON "reconciliation"."match_events" USING btree ("authority_id","match_id");--> statement-breakpoint
CREATE INDEX "match_events_line" ON "reconciliation"."match_events" USING btree ("authority_id","line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "match_lines_one_match" ON "reconciliation"."match_lines" USING btree ("authority_id","line_id") WHERE "reconciliation"."match_lines"."released_at" is null;--> statement-breakpoint
CREATE INDEX "matches_made" ON "reconciliation"."matches" USING btree ("authority_id","account_id","last_day","match_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_proofs_current" ON "reconciliation"."bank_proofs" USING btree ("authority_id","account_id","as_of") WHERE "reconciliation"."bank_proofs"."state" <> 'superseded';--> statement-breakpoint
CREATE INDEX "line_work_in_order" ON "reconciliation"."line_work" USING btree ("authority_id","account_id","booking_date","line_id");--> statement-breakpoint
CREATE INDEX "line_work_owner" ON "reconciliation"."line_work" USING btree ("authority_id","owner");--> statement-breakpoint
CREATE INDEX "alerts_of_family" ON "alerts"."alerts" USING btree ("authority_id","family_id") WHERE "alerts"."alerts"."state" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_to_escalate" ON "alerts"."alerts" USING btree ("authority_id","escalates_on") WHERE "alerts"."alerts"."state" = 'alarm' and "alerts"."alerts"."escalates_on" is not null;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts"."alerts" USING btree ("authority_id","harm","raised_at") WHERE "alerts"."alerts"."state" <> 'resolved';--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_level" CHECK ("alerts"."alerts"."level" in ('caseworker', 'finance-officer', 'manager'));--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_resolved" CHECK (("alerts"."alerts"."state" = 'resolved') = ("alerts"."alerts"."resolved_at" is not null));--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_snoozed" CHECK ("alerts"."alerts"."state" <> 'snoozed' or "alerts"."alerts"."snoozed_until" is not null);--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_acknowledged" CHECK ("alerts"."alerts"."state" <> 'acknowledged' or "alerts"."alerts"."reason" is not null);--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_state" CHECK ("alerts"."alerts"."state" in ('alarm', 'acknowledged', 'snoozed', 'resolved'));--> statement-breakpoint
ALTER TABLE "budgets"."clock_facts" ADD CONSTRAINT "clock_facts_kind" CHECK ("budgets"."clock_facts"."kind" in ('first-payment', 'payments-ended', 'payment-review', 'reconsideration-asked', 'reconsideration-answered', 'order-made', 'order-due', 'seen-to'));--> statement-breakpoint
ALTER TABLE "budgets"."clocks" ADD CONSTRAINT "clocks_kind" CHECK ("budgets"."clocks"."kind" in ('plan-review', 'payment-review', 'own-right', 'school-leaving', 'adult-care', 'plan-age-limit', 'phase-transfer', 'transfer-letter', 'reconsideration-answer', 'order-deadline'));
--> statement-breakpoint
DROP TABLE "reconciliation"."bank_line_uses" CASCADE;