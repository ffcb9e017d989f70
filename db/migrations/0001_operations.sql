CREATE TABLE "budget_shares" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"content" double precision NOT NULL,
	"points" double precision NOT NULL,
	"refilled_at" timestamp with time zone NOT NULL,
	CONSTRAINT "budget_shares_tenant_repo_pk" PRIMARY KEY("tenant","repo")
);
--> statement-breakpoint
ALTER TABLE "work" ADD COLUMN "waits" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "work" ADD COLUMN "died_under" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "account_id" bigint;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "returned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "surveyed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "write_budgets" ADD COLUMN "graphql" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "work_dead" ON "work" USING btree ("died_at") WHERE "work"."died_at" is not null;--> statement-breakpoint
CREATE INDEX "repositories_by_name" ON "repositories" USING btree ("tenant","full_name");--> statement-breakpoint
CREATE INDEX "repositories_by_survey" ON "repositories" USING btree ("tenant","surveyed_at") WHERE not "repositories"."removed" and not "repositories"."archived";