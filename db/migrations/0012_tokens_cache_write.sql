-- Input tokens that a provider wrote to its cache, which have a price of their own.
alter table event add column tokens_cache_write int4;
