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
CREATE INDEX "stripe_parked_open" ON "payments"."stripe_parked" USING btree ("authority_id","parked_at") WHERE "payments"."stripe_parked"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "stripe_payments_open" ON "payments"."stripe_payments" USING btree ("authority_id","intended_at") WHERE "payments"."stripe_payments"."state" in ('intended', 'processing');--> statement-breakpoint
CREATE INDEX "stripe_verifications_account" ON "payments"."stripe_verifications" USING btree ("authority_id","account_id","checked_at");--> statement-breakpoint
CREATE INDEX "webhook_receipts_waiting" ON "payments"."webhook_receipts" USING btree ("authority_id","received_at") WHERE "payments"."webhook_receipts"."state" = 'waiting';