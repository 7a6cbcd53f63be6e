-- Being invited is not being a member: a row in "member" appears when the invitation is accepted.
create table invitation (
  project_id integer not null references project (id),
  person_id uuid not null references person (id),
  name text not null,
  role text not null,
  invited_by uuid references person (id),
  created_at timestamp (3) with time zone not null,
  primary key (project_id, person_id)
);

-- One row a sign-in, so that signing out ends it on the server.
create table session (
  id uuid primary key,
  person_id uuid not null references person (id),
  expires_at timestamp (3) with time zone not null
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- What belongs to no project: one row.
create table installation (
  one boolean primary key default true check (one),
  project_creators text not null default 'installation_admins'
    check (project_creators in ('installation_admins', 'everybody'))
);
insert into installation default values;

alter table person add column installation_admin boolean not null default false;
update person set installation_admin = true
  where password_hash is not null and id in (
    select person_id from member where role = 'admin' and project_id = (select min(id) from project));

alter table sign_in_link add column project_id integer references project (id);
alter table sign_in_link add column vouched boolean not null default false;
alter table sign_in_link add column installation_admin boolean not null default false;
-- Who made the links of before is not known, so none of them opens anything; each start prints the first admin's anew.
update sign_in_link set used_at = now() where used_at is null;
create unique index sign_in_link_outstanding on sign_in_link (person_id) where used_at is null;

-- Who never chose a password has accepted nothing. Those who act by keys stay: only the server's operator made them.
insert into invitation (project_id, person_id, name, role, created_at)
  select m.project_id, m.person_id, p.name, m.role, m.created_at
  from member m join person p on p.id = m.person_id
  where p.password_hash is null and not exists (select from api_key k where k.owner_id = p.id);
delete from member m using person p
  where p.id = m.person_id and p.password_hash is null and not exists (select from api_key k where k.owner_id = p.id);
