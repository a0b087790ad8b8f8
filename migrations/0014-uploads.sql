-- Rows of a dataset come together, as an upload, and a version shows one upload. Until a version does, they are shown to
-- nobody who does not see every draft; so they can be written in several transactions, some of them side by side, and are
-- there all the same as a whole or not at all.

-- Those that are under way. One that a version shows is none any more.
create table uploads (
  district_id uuid not null references districts,
  upload_id uuid not null default uuidv7(),
  begun_at timestamptz not null default clock_timestamp(),
  -- The work of which it is; nothing where a request waits for it.
  job_id uuid,
  primary key (district_id, upload_id),
  foreign key (district_id, job_id) references jobs
);
call protect('uploads', $$(select acts_as('system', 'finance', 'analyst'))$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
-- Nobody chooses the id: rows of a version that is there cannot be declared to be under way.
grant select, insert (district_id, job_id), delete on uploads to leeway_app;
-- So that it can be held.
grant update (job_id) on uploads to leeway_app;

-- Whoever owns a table is bound by its rules too, and would find no row to change.
alter table dataset_versions no force row level security;
alter table dataset_rows no force row level security;
-- Another for each version, and no change that the audit would tell of.
alter table dataset_versions add column upload_id uuid not null default uuidv7();
alter table dataset_versions alter column upload_id drop default;
alter table dataset_versions add constraint dataset_versions_upload unique (district_id, upload_id);

drop policy reads on dataset_rows;
drop policy inserts on dataset_rows;
drop policy deletes on dataset_rows;
alter table dataset_rows add column upload_id uuid;
update dataset_rows r set upload_id = v.upload_id from dataset_versions v
  where v.district_id = r.district_id and v.dataset_id = r.dataset_id and v.version = r.version;
alter table dataset_versions force row level security;
alter table dataset_rows force row level security;
-- With the columns go the key and the foreign key that name them.
alter table dataset_rows alter column upload_id set not null, drop column dataset_id, drop column version;
alter table dataset_rows add primary key (district_id, upload_id, school_id);

-- What an id may be is asked of the schools alone: a version shows no row of another.
alter table dataset_rows drop constraint dataset_rows_district_id_school_id_fkey;
alter table dataset_rows alter column school_id type text collate "C";
alter table dataset_rows add constraint dataset_rows_district_id_school_id_fkey
  foreign key (district_id, school_id) references schools not enforced;

-- As before, and cheaper. A text of as many bytes as letters is ASCII, which is normalized.
alter domain plain_name drop constraint plain_name_is_plain;
alter domain plain_name add constraint plain_name_is_plain check (
  value !~ '[[:cntrl:]]' and value not like ' %' and value not like '% '
  and (octet_length(value) = char_length(value) or value is nfc normalized));
alter domain school_code drop constraint school_code_is_plain;
alter domain school_code add constraint school_code_is_plain check (
  value !~ '[[:cntrl:]]' and value not like ' %' and value not like '% '
  and (octet_length(value) = char_length(value) or value is nfc normalized));
-- What is 10^24 and more no cast takes.
alter domain exact_row drop constraint exact_row_is_exact;
alter domain exact_row add constraint exact_row_is_exact check (
  'NaN' > all (value) and value = value::numeric(42, 18)[] and coalesce(array_ndims(value), 1) = 1);

create policy reads on dataset_rows as restrictive for select to leeway_app using (
  (select acts_as('system', 'finance', 'analyst'))
  or ((select is_in_scope(school_id)) and exists (select from dataset_versions v
    where v.district_id = dataset_rows.district_id and v.upload_id = dataset_rows.upload_id)));
-- What is under way, and drafts, are few, and looked up once for all rows.
create policy inserts on dataset_rows as restrictive for insert to leeway_app with check (
  (select acts_as('system', 'finance', 'analyst'))
  and ((district_id, upload_id) in (select u.district_id, u.upload_id from uploads u)
    or ((district_id, upload_id) in (
      select v.district_id, v.upload_id from dataset_versions v where v.released_at is null)
    and exists (select from schools s where s.district_id = dataset_rows.district_id
      and s.school_id = dataset_rows.school_id collate "default"))));
create policy deletes on dataset_rows as restrictive for delete to leeway_app using (
  (select acts_as('system', 'finance', 'analyst'))
  and (district_id, upload_id) in (select u.district_id, u.upload_id from uploads u));
grant delete on dataset_rows to leeway_app;

-- A version shows rows of schools that are there: asked once for all of them.
create function has_its_schools() returns trigger language plpgsql set search_path = leeway, pg_temp as $$
begin
  -- Not row by row: the schools are looked up in memory.
  if exists (select from dataset_rows r where r.district_id = new.district_id and r.upload_id = new.upload_id
    and r.school_id collate "default" not in (select s.school_id from schools s where s.district_id = new.district_id)) then
    raise foreign_key_violation using message = 'a row is of a school that is not there',
      constraint = 'dataset_rows_district_id_school_id_fkey', table = 'dataset_rows', schema = 'leeway';
  end if;
  return null;
end $$;
grant execute on function has_its_schools to leeway_app;
create trigger has_its_schools after insert on dataset_versions for each row execute function has_its_schools();

-- A file as long work: its rows as COPY takes them, until they are written.
alter table jobs drop constraint jobs_kind_check;
alter table jobs add constraint jobs_kind_check check (kind in ('sweep', 'batch', 'boards', 'import'));

create table job_imports (
  district_id uuid not null,
  job_id uuid not null,
  -- What the dataset is called.
  name plain_name not null,
  upload_id uuid not null,
  primary key (district_id, job_id),
  foreign key (district_id, job_id) references jobs
);

create table job_pieces (
  district_id uuid not null,
  job_id uuid not null,
  -- The part that writes it. What comes last makes the version: what was read of the table, and its schools.
  chunk int not null check (chunk >= 0),
  place int not null check (place >= 0),
  content bytea not null,
  primary key (district_id, job_id, chunk, place),
  foreign key (district_id, job_id) references jobs
);
-- They are gone in a moment: not worth a compression.
alter table job_pieces alter column content set storage external;

call protect('job_imports', $$(select acts_as('system', 'finance', 'analyst'))$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from jobs j
    where j.district_id = job_imports.district_id and j.job_id = job_imports.job_id
      and ((select acts_as('system')) or j.created_by = (select current_person())))$$);
call protect('job_pieces', $$(select acts_as('system', 'finance', 'analyst'))$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from jobs j
    where j.district_id = job_pieces.district_id and j.job_id = job_pieces.job_id
      and ((select acts_as('system')) or j.created_by = (select current_person())))$$);
grant select, insert on job_imports to leeway_app;
grant select, insert, delete on job_pieces to leeway_app;
-- So that one of two who write the same part waits for the other.
grant update (place) on job_pieces to leeway_app;
