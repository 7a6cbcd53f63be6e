-- Where a changelog was read from; null: a person pasted it. An item of a feed is kept once, however often the feed is read.
alter table model_changelog add column source_url text;
create unique index model_changelog_fetched on model_changelog (project_id, md5(text)) where source_url is not null;
