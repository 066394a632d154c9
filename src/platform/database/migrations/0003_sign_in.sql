ALTER TABLE "people"."sign_in_requests" DROP CONSTRAINT "sign_in_requests_purpose";--> statement-breakpoint
ALTER TABLE "people"."sign_in_requests" ALTER COLUMN "browser_digest" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "people"."sign_in_requests" DROP COLUMN "purpose";