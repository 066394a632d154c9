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
	"browser_digest" "bytea",
	"link_digest" "bytea" NOT NULL,
	"code_digest" "bytea" NOT NULL,
	"return_to" text NOT NULL,
	"purpose" text NOT NULL,
	"mailed" boolean NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_in_requests_link" UNIQUE("link_digest"),
	CONSTRAINT "sign_in_requests_purpose" CHECK ("people"."sign_in_requests"."purpose" in ('sign-in', 'invitation'))
);
--> statement-breakpoint
CREATE TABLE "people"."throttles" (
	"throttle_key" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_try_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people"."api_keys" ADD COLUMN "previous_digest" "bytea";--> statement-breakpoint
ALTER TABLE "people"."api_keys" ADD COLUMN "previous_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people"."confidential_marks" ADD CONSTRAINT "confidential_marks_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."grants" ADD CONSTRAINT "grants_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."legal_holds" ADD CONSTRAINT "legal_holds_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."persons" ADD CONSTRAINT "persons_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."relationships" ADD CONSTRAINT "relationships_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."retention_clocks" ADD CONSTRAINT "retention_clocks_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people"."signals" ADD CONSTRAINT "signals_family_id" FOREIGN KEY ("authority_id","family_id") REFERENCES "people"."families"("authority_id","family_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
CREATE INDEX "identities_look_alike" ON "people"."identities" USING btree ("look_alike_key");--> statement-breakpoint
CREATE INDEX "passkeys_identity" ON "people"."passkeys" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "sessions_identity" ON "people"."sessions" USING btree ("identity_id","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_flows_expiry" ON "people"."sign_in_flows" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_email" ON "people"."sign_in_requests" USING btree ("email_key","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_browser" ON "people"."sign_in_requests" USING btree ("browser_digest");--> statement-breakpoint
CREATE INDEX "sign_in_requests_expiry" ON "people"."sign_in_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "throttles_last_try" ON "people"."throttles" USING btree ("last_try_at");