-- A key is kept with its answer, in the transaction of what it answers: a key without one is of a call that died.
delete from idempotency_key where status is null or answer is null;
alter table idempotency_key alter column status set not null, alter column answer set not null;
