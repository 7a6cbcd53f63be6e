-- Whoever made a key acts through it: four eyes look at its maker too. Null: made on the command line, by nobody we know.
alter table "api_key" add column "created_by" uuid references "person"("id");
--> statement-breakpoint
update "api_key" as k set "created_by" = p."id"
from "audit_row" as a, "person" as p
where a."project_id" = k."project_id" and a."action" = 'key.create' and a."object_kind" = 'key'
  and a."object_id" = k."id"::text and a."actor" ->> 'kind' = 'person' and p."id"::text = a."actor" ->> 'id';
--> statement-breakpoint
create index "api_key_service_account" on "api_key" ("service_account_id");
--> statement-breakpoint
-- What the promotion page shows of the last 24 hours: few rows among many, so an index of their own.
create index "audit_row_access" on "audit_row" ("project_id", "at" desc)
  where "action" like 'member.%' or "action" in ('key.create', 'environment.update', 'gate.policy');
