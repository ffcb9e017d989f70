CREATE TABLE "commands" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"subject_key" text NOT NULL,
	"comment_id" bigint NOT NULL,
	"digest" text NOT NULL,
	"body" text NOT NULL,
	"by" text NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	"reply_intended_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	CONSTRAINT "commands_tenant_repo_subject_key_comment_id_digest_pk" PRIMARY KEY("tenant","repo","subject_key","comment_id","digest")
);
--> statement-breakpoint
CREATE TABLE "okr_tags" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"subject_key" text NOT NULL,
	"okr" text NOT NULL,
	"by" text NOT NULL,
	"comment_id" bigint NOT NULL,
	"tagged_at" timestamp with time zone NOT NULL,
	CONSTRAINT "okr_tags_tenant_repo_subject_key_okr_pk" PRIMARY KEY("tenant","repo","subject_key","okr")
);
--> statement-breakpoint
CREATE TABLE "trunks" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"ref" text NOT NULL,
	"governing" text NOT NULL,
	"judged_again" integer DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trunks_tenant_repo_ref_pk" PRIMARY KEY("tenant","repo","ref")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"subject_key" text NOT NULL,
	"head_sha" text NOT NULL,
	"base_sha" text NOT NULL,
	"trunk_sha" text NOT NULL,
	"verdict" text NOT NULL,
	"preview" boolean NOT NULL,
	"digest" text NOT NULL,
	"inputs_digest" text NOT NULL,
	"settings_digest" text NOT NULL,
	"gates_digest" text NOT NULL,
	"facts_digest" text NOT NULL,
	"body" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decisions_once" UNIQUE("tenant","repo","subject_key","digest")
);
--> statement-breakpoint
CREATE TABLE "inputs" (
	"tenant" bigint NOT NULL,
	"digest" text NOT NULL,
	"media" text NOT NULL,
	"size" integer NOT NULL,
	"bytes" "bytea",
	"keep_until" timestamp with time zone NOT NULL,
	"purged_at" timestamp with time zone,
	CONSTRAINT "inputs_tenant_digest_pk" PRIMARY KEY("tenant","digest")
);
--> statement-breakpoint
CREATE TABLE "okr_contributions" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"subject_key" text NOT NULL,
	"okr" text NOT NULL,
	"share" double precision NOT NULL,
	"ways" text[] NOT NULL,
	"decision_id" bigint NOT NULL,
	CONSTRAINT "okr_contributions_tenant_repo_subject_key_okr_pk" PRIMARY KEY("tenant","repo","subject_key","okr")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"subject_key" text NOT NULL,
	"decision_id" bigint,
	"kind" text NOT NULL,
	"payload" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"lease" text,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"guid" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"tenant" bigint NOT NULL,
	"event" text NOT NULL,
	"action" text,
	"signals" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"drained_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"parked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "check_runs" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"head_sha" text NOT NULL,
	"name" text NOT NULL,
	"external_id" text NOT NULL,
	"github_id" bigint,
	"status" text,
	"conclusion" text,
	"output_digest" text,
	"annotations_digest" text,
	"intended_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "check_runs_tenant_repo_head_sha_name_pk" PRIMARY KEY("tenant","repo","head_sha","name")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"number" integer NOT NULL,
	"github_id" bigint,
	"body_digest" text,
	"intended_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "comments_tenant_repo_number_pk" PRIMARY KEY("tenant","repo","number")
);
--> statement-breakpoint
CREATE TABLE "subjects" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"number" integer,
	"state" text NOT NULL,
	"draft" boolean DEFAULT false NOT NULL,
	"title" text,
	"head_sha" text NOT NULL,
	"head_ref" text NOT NULL,
	"base_ref" text NOT NULL,
	"base_sha" text,
	"decision_id" bigint,
	"evaluated_head" text,
	"last_evaluated_at" timestamp with time zone,
	"why" text,
	"revise_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "subjects_tenant_repo_key_pk" PRIMARY KEY("tenant","repo","key")
);
--> statement-breakpoint
CREATE TABLE "work" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"key" text NOT NULL,
	"wanted_seq" integer NOT NULL,
	"done_seq" integer DEFAULT 0 NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"wanted_at" timestamp with time zone,
	"reasons" text[] NOT NULL,
	"taken" text[] DEFAULT '{}' NOT NULL,
	"claimed_job" uuid,
	"claimed_attempt" integer,
	"claimed_seq" integer,
	"claim_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"last_error" text,
	"trouble_since" timestamp with time zone,
	"died_at" timestamp with time zone,
	"ring_at" timestamp with time zone,
	"wake_at" timestamp with time zone,
	CONSTRAINT "work_tenant_repo_key_pk" PRIMARY KEY("tenant","repo","key")
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"tenant" bigint PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"state" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"tenant" bigint NOT NULL,
	"repo" bigint NOT NULL,
	"full_name" text NOT NULL,
	"default_branch" text,
	"visibility" text,
	"size_kb" bigint,
	"archived" boolean DEFAULT false NOT NULL,
	"removed" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "repositories_tenant_repo_pk" PRIMARY KEY("tenant","repo")
);
--> statement-breakpoint
CREATE TABLE "write_budgets" (
	"tenant" bigint PRIMARY KEY NOT NULL,
	"minute" double precision NOT NULL,
	"hour" double precision NOT NULL,
	"points" double precision NOT NULL,
	"refilled_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "decisions_by_subject" ON "decisions" USING btree ("tenant","repo","subject_key","id");--> statement-breakpoint
CREATE INDEX "decisions_by_digest" ON "decisions" USING btree ("tenant","digest");--> statement-breakpoint
CREATE INDEX "inputs_to_purge" ON "inputs" USING btree ("keep_until") WHERE "inputs"."bytes" is not null;--> statement-breakpoint
CREATE INDEX "okr_contributions_by_okr" ON "okr_contributions" USING btree ("tenant","okr");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_try_at") WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_by_subject" ON "outbox" USING btree ("tenant","repo","subject_key","kind") WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_done" ON "outbox" USING btree ("done_at") WHERE "outbox"."done_at" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_to_drain" ON "deliveries" USING btree ("seq") WHERE "deliveries"."drained_at" is null and "deliveries"."parked_at" is null;--> statement-breakpoint
CREATE INDEX "deliveries_drained" ON "deliveries" USING btree ("drained_at") WHERE "deliveries"."drained_at" is not null;--> statement-breakpoint
CREATE INDEX "check_runs_by_github_id" ON "check_runs" USING btree ("tenant","github_id");--> statement-breakpoint
CREATE INDEX "subjects_by_head" ON "subjects" USING btree ("tenant","repo","head_sha");--> statement-breakpoint
CREATE INDEX "subjects_by_base" ON "subjects" USING btree ("tenant","repo","base_ref") WHERE "subjects"."state" = 'open';--> statement-breakpoint
CREATE INDEX "subjects_to_revise" ON "subjects" USING btree ("revise_at") WHERE "subjects"."revise_at" is not null;--> statement-breakpoint
CREATE INDEX "subjects_unevaluated" ON "subjects" USING btree ("updated_at") WHERE "subjects"."state" = 'open' and "subjects"."evaluated_head" is distinct from "subjects"."head_sha";--> statement-breakpoint
CREATE INDEX "work_to_ring" ON "work" USING btree ("ring_at") WHERE "work"."ring_at" is not null;--> statement-breakpoint
CREATE INDEX "work_to_wake" ON "work" USING btree ("wake_at") WHERE "work"."wake_at" is not null;