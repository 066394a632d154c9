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
ALTER TABLE "alerts"."alerts" DROP CONSTRAINT "alerts_state";--> statement-breakpoint
DROP INDEX "alerts"."alerts_open";--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "harm" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "restricted" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "family_id" uuid;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "line_code" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "level" text NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "escalates_on" date;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "snoozed_until" date;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD COLUMN "resolved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint" FOREIGN KEY ("authority_id","endpoint_id") REFERENCES "alerts"."webhook_endpoints"("authority_id","endpoint_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
CREATE INDEX "alerts_of_family" ON "alerts"."alerts" USING btree ("authority_id","family_id") WHERE "alerts"."alerts"."state" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_to_escalate" ON "alerts"."alerts" USING btree ("authority_id","escalates_on") WHERE "alerts"."alerts"."state" = 'alarm' and "alerts"."alerts"."escalates_on" is not null;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts"."alerts" USING btree ("authority_id","harm","raised_at") WHERE "alerts"."alerts"."state" <> 'resolved';--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_level" CHECK ("alerts"."alerts"."level" in ('caseworker', 'finance-officer', 'manager'));--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_resolved" CHECK (("alerts"."alerts"."state" = 'resolved') = ("alerts"."alerts"."resolved_at" is not null));--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_snoozed" CHECK ("alerts"."alerts"."state" <> 'snoozed' or "alerts"."alerts"."snoozed_until" is not null);--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_acknowledged" CHECK ("alerts"."alerts"."state" <> 'acknowledged' or "alerts"."alerts"."reason" is not null);--> statement-breakpoint
ALTER TABLE "alerts"."alerts" ADD CONSTRAINT "alerts_state" CHECK ("alerts"."alerts"."state" in ('alarm', 'acknowledged', 'snoozed', 'resolved'));