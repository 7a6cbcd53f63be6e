-- The monitor of feedback counts what came in the last days; by events alone it would read all of it.
create index feedback_at on feedback (slot, at);
