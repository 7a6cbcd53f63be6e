-- Why prices were corrected, and what that changed by day and for want of which price; null: before this was kept.
alter table event_reprice add column reason text;
alter table event_reprice add column breakdown jsonb;
