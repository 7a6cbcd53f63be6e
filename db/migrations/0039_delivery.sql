-- When a channel is told of tickets alone; null: at any time, as before.
alter table channel add column ticket_hours jsonb;

-- Notifications past their time are deleted by when they ended.
create index notification_finished on notification (finished_at) where finished_at is not null;
