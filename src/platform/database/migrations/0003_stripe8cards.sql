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
ALTER TABLE "payments"."card_purchases" ADD CONSTRAINT "card_purchases_card_id" FOREIGN KEY ("authority_id","card_id") REFERENCES "payments"."cards"("authority_id","card_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_purchases_card" ON "payments"."card_purchases" USING btree ("authority_id","card_id","made_on");--> statement-breakpoint
CREATE INDEX "cards_family" ON "payments"."cards" USING btree ("authority_id","family_id");