-- What the accounts of a district's ledger are, kept by name: runs are booked by it.

create table accounts (
  district_id uuid not null references districts,
  name plain_name not null,
  -- Which accounts each line is booked to.
  content document not null,
  revision int not null default 1,
  primary key (district_id, name)
);
call protect('accounts', $$(select acts_as('system', 'finance'))$$, $$(select acts_as('system', 'finance'))$$);
call audited('accounts');
grant select, insert, delete, update (content, revision) on accounts to leeway_app;

-- The sheets of a run printed as long work: a document for the district, and one for each school.
alter table jobs drop constraint jobs_kind_check;
alter table jobs add constraint jobs_kind_check check (kind in ('sweep', 'batch', 'boards'));

-- What is printed, and how.
create table job_boards (
  district_id uuid not null,
  job_id uuid not null,
  run_id uuid not null,
  -- The run before.
  before_id uuid,
  paper text not null check (paper in ('letter', 'a4')),
  locale text not null check (length(locale) <= 35),
  -- A day to print.
  day text check (day ~ '^\d{4}-\d\d-\d\d$'),
  primary key (district_id, job_id),
  foreign key (district_id, job_id) references jobs,
  foreign key (district_id, run_id) references runs,
  foreign key (district_id, before_id) references runs
);

-- What was printed, in the order of the run: the district's page has no school.
create table job_documents (
  district_id uuid not null,
  job_id uuid not null,
  place int not null check (place > 0),
  school_id school_code,
  content bytea not null,
  primary key (district_id, job_id, place),
  foreign key (district_id, job_id) references jobs,
  foreign key (district_id, school_id) references schools
);

-- Whoever may see both runs.
call protect('job_boards', $$exists (select from jobs j
    where j.district_id = job_boards.district_id and j.job_id = job_boards.job_id)
  and exists (select from runs r where r.district_id = job_boards.district_id and r.run_id = job_boards.run_id)
  and (before_id is null or exists (select from runs r
    where r.district_id = job_boards.district_id and r.run_id = job_boards.before_id))$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from jobs j
    where j.district_id = job_boards.district_id and j.job_id = job_boards.job_id
      and ((select acts_as('system')) or j.created_by = (select current_person())))$$);
-- A foreign key is checked past row-level security.
create policy names_what_is_seen on job_boards as restrictive for insert to leeway_app with check (
  exists (select from runs r where r.district_id = job_boards.district_id and r.run_id = job_boards.run_id)
  and (before_id is null or exists (select from runs r
    where r.district_id = job_boards.district_id and r.run_id = job_boards.before_id)));
-- A school's sheet is for whoever may see the counts of the school, and the district's page for those who see all.
call protect('job_documents', $$((select sees_all_schools()) or school_id = any ((select current_schools())::text[]))
  and exists (select from job_boards b
    where b.district_id = job_documents.district_id and b.job_id = job_documents.job_id)$$,
  $$(select acts_as('system')) and exists (select from jobs j
    where j.district_id = job_documents.district_id and j.job_id = job_documents.job_id and j.state = 'running')$$);
grant select, insert on job_boards, job_documents to leeway_app;
