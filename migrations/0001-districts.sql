-- What every later table stands on: exact numbers, who is asking, and how a table is protected.
-- The roles and the schema are there already: src/store/migrate.ts makes them, because they outlive a database.

grant usage on schema leeway to leeway_app, leeway_lookup;
-- The service looks which migrations the schema has had.
grant select on migration to leeway_app;
alter default privileges in schema leeway revoke execute on functions from public;

-- Not called money, which is a type of PostgreSQL that rounds to cents.
-- Exact numbers: 24 digits before the point and 18 after it, the most that a formula can round to. A bare numeric
-- takes NaN, which passes ">= 0" and poisons a sum; numeric(42, 18) rounds the 19th decimal without a word.
create domain amount as numeric
  constraint amount_is_finite check (value <> 'NaN' and abs(value) < 1e24)
  constraint amount_is_exact check (scale(value) <= 18);

create function is_exact_row(numbers numeric[]) returns boolean
  language sql immutable parallel safe
  return coalesce(array_ndims(numbers), 1) = 1 and not exists (
    select from unnest(numbers) as each(value)
    where value = 'NaN' or abs(value) >= 1e24 or scale(value) > 18
  );
grant execute on function is_exact_row to leeway_app;

-- One school's numbers in the order of the version's columns. A cell that is not known is null; an amount never is.
create domain exact_row as numeric[]
  constraint exact_row_is_exact check (is_exact_row(value));
create domain amount_row as numeric[]
  constraint amount_row_is_exact check (is_exact_row(value) and array_position(value, null) is null);

create domain plain_name as text
  constraint plain_name_is_short check (char_length(value) between 1 and 200)
  constraint plain_name_is_plain check (value !~ '[[:cntrl:]]' and value = btrim(value) and value is nfc normalized);
create domain short_code as text
  constraint short_code_is_simple check (value ~ '^[a-z0-9][a-z0-9-]{0,62}$');
create domain school_code as text
  constraint school_code_is_short check (char_length(value) between 1 and 100)
  constraint school_code_is_plain check (value !~ '[[:cntrl:]]' and value = btrim(value) and value is nfc normalized);
-- Text and not jsonb, which orders keys anew and whose numbers readers round.
create domain document as text
  constraint document_is_json check (value is json object);
create domain sha256 as bytea
  constraint sha256_has_32_bytes check (octet_length(value) = 32);
create domain role_name as text
  constraint role_name_is_known check (
    value in ('finance', 'analyst', 'viewer', 'budget-partner', 'principal', 'supervisor')
  );

-- Who is asking. Set for one transaction, and empty, not null, after it.
create function current_district() returns uuid language sql stable parallel safe
  return nullif(current_setting('leeway.district', true), '')::uuid;
create function current_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('leeway.person', true), '')::uuid;
create function current_schools() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('leeway.schools', true), ''), '{}')::text[];
-- 'system' is the program itself: it signs people in, and computes runs over the whole district.
create function acts_as(variadic roles text[]) returns boolean language sql stable parallel safe
  return coalesce(current_setting('leeway.role', true) = any (roles), false);
create function sees_all_schools() returns boolean language sql stable parallel safe
  return acts_as('system', 'finance', 'analyst', 'viewer');
create function sees_drafts() returns boolean language sql stable parallel safe
  return acts_as('system', 'finance', 'analyst', 'budget-partner');
create function is_in_scope(school text) returns boolean language sql stable parallel safe
  return sees_all_schools() or school = any (current_schools());
grant execute on function current_district, current_person, current_schools, acts_as, sees_all_schools,
  sees_drafts, is_in_scope to leeway_app, leeway_lookup;

-- Puts a table under the rules of all: a district sees its own, and of that only what the two conditions let it.
create procedure protect(subject regclass, may_read text, may_write text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', subject);
  execute format('alter table %s force row level security', subject);
  execute format(
    'create policy tenant on %s to leeway_app using (district_id = (select current_district()))
      with check (district_id = (select current_district()))', subject);
  execute format('create policy reads on %s as restrictive for select to leeway_app using (%s)', subject, may_read);
  execute format('create policy inserts on %s as restrictive for insert to leeway_app with check (%s)', subject, may_write);
  execute format(
    'create policy updates on %s as restrictive for update to leeway_app using (%s) with check (%s)',
    subject, may_write, may_write);
  execute format('create policy deletes on %s as restrictive for delete to leeway_app using (%s)', subject, may_write);
end $$;

create table districts (
  district_id uuid primary key default uuidv7(),
  code short_code not null unique,
  name plain_name not null,
  created_at timestamptz not null default now(),
  revision int not null default 1
);
call protect('districts', 'true', $$(select acts_as('system', 'finance'))$$);
-- Signing in starts with the district's code: that one name is looked up before anybody is known.
create policy by_code on districts for select to leeway_app
  using (code = nullif(current_setting('leeway.district_code', true), ''));
grant select, insert on districts to leeway_app;
grant update (name, revision) on districts to leeway_app;

-- Who changed what. Nobody can change or delete an entry: the application role has not the right, nobody logs in as
-- the owner. Values are left out, secrets and pay among them; a version keeps its own.
create table audit (
  district_id uuid not null references districts,
  entry_id uuid not null default uuidv7(),
  at timestamptz not null default clock_timestamp(),
  person_id uuid,
  role text not null,
  action plain_name not null,
  subject plain_name not null,
  subject_key document not null,
  changed text[] not null default '{}',
  primary key (district_id, entry_id)
);
call protect('audit', $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$,
  $$person_id is not distinct from (select current_person()) and (select acts_as(role))$$);
grant select, insert on audit to leeway_app;

create function note_change() returns trigger language plpgsql set search_path = leeway, pg_temp as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  thing jsonb := case when tg_op = 'DELETE' then before else after end;
begin
  insert into audit (district_id, person_id, role, action, subject, subject_key, changed)
  values (
    (thing ->> 'district_id')::uuid, current_person(),
    -- Whoever writes with the rights of the server's operator is noted by the name of their login.
    coalesce(nullif(current_setting('leeway.role', true), ''), session_user), lower(tg_op), tg_table_name,
    (select jsonb_object_agg(name, thing -> name) from unnest(tg_argv) as each(name))::text,
    (select coalesce(array_agg(key order by key), '{}') from jsonb_each(before) where tg_op = 'UPDATE' and value is distinct from after -> key)
  );
  return null;
end $$;
grant execute on function note_change to leeway_app;

-- Every change of a row is noted, by its key. Not for the rows of versions, which are noted as a whole.
create procedure audited(target regclass) language plpgsql as $$
begin
  execute format(
    'create trigger noted after insert or update or delete on %s for each row execute function note_change(%s)',
    target,
    (select string_agg(quote_literal(attname), ', ' order by array_position(indkey::int2[], attnum))
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
      where indrelid = target and indisprimary));
end $$;
call audited('districts');
