-- Long work: a job is done in parts, each written once. Who does which part next is the queue's affair (schema pgboss);
-- what has been done, and what it came to, stands here alone.

create table jobs (
  district_id uuid not null references districts,
  job_id uuid not null default uuidv7(),
  kind text not null check (kind in ('sweep', 'batch')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- A sweep whose result has the schools of every variant.
  with_rows boolean not null default false,
  -- Variants of a sweep, scenarios of a batch; and how many of them are a part.
  units int not null check (units > 0),
  chunk_units int not null check (chunk_units > 0),
  chunks int not null check (chunks > 0),
  chunks_done int not null default 0,
  -- Counted up when a job goes on after it was stopped: what was handed out before is void.
  attempt int not null default 1,
  -- When its parts come up in the queue; counted over all districts.
  first_turn int not null,
  -- Why it failed.
  problem document,
  created_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  revision int not null default 1,
  primary key (district_id, job_id),
  foreign key (district_id, created_by) references people,
  constraint jobs_chunks_hold_all check (chunks::bigint * chunk_units >= units and (chunks - 1)::bigint * chunk_units < units),
  constraint jobs_are_done_in_part check (chunks_done between 0 and chunks),
  constraint jobs_end_once check ((ended_at is null) = (state in ('waiting', 'running'))),
  constraint jobs_fail_for_a_reason check ((problem is null) = (state <> 'failed'))
);
create index jobs_unfinished on jobs (district_id, first_turn) where ended_at is null;

-- What a job is of: one version for a sweep, one for each part of a batch.
create table job_scenarios (
  district_id uuid not null,
  job_id uuid not null,
  chunk int not null check (chunk >= 0),
  scenario_id uuid not null,
  version int not null,
  primary key (district_id, job_id, chunk),
  foreign key (district_id, job_id) references jobs,
  foreign key (district_id, scenario_id, version) references scenario_versions
);

-- What a part came to: outcomes of variants, or a run. The key is the promise that it is written once.
create table job_chunks (
  district_id uuid not null,
  job_id uuid not null,
  chunk int not null check (chunk >= 0),
  -- Which of the parts it was to be written: they come in any order.
  place int not null check (place > 0),
  outcomes text check (outcomes is json array),
  run_id uuid,
  done_at timestamptz not null default clock_timestamp(),
  primary key (district_id, job_id, chunk),
  unique (district_id, job_id, place),
  foreign key (district_id, job_id) references jobs,
  foreign key (district_id, run_id) references runs,
  constraint job_chunks_are_of_one_kind check (num_nonnulls(outcomes, run_id) = 1)
);

-- The result of a sweep as the command line prints it, to the byte.
create table job_results (
  district_id uuid not null,
  job_id uuid not null,
  content document not null,
  csv text not null,
  primary key (district_id, job_id),
  foreign key (district_id, job_id) references jobs
);

call protect('jobs', $$(select sees_drafts()) or created_by = (select current_person())$$,
  $$(select acts_as('system', 'finance', 'analyst')) or ((select acts_as('budget-partner', 'principal', 'supervisor'))
    and kind = 'batch' and created_by = (select current_person()))$$);
call protect('job_scenarios', $$exists (select from jobs j
  where j.district_id = job_scenarios.district_id and j.job_id = job_scenarios.job_id)$$,
  $$exists (select from jobs j where j.district_id = job_scenarios.district_id and j.job_id = job_scenarios.job_id
    and ((select acts_as('system')) or j.created_by = (select current_person())))$$);
-- A foreign key is checked past row-level security.
create policy names_what_is_seen on job_scenarios as restrictive for insert to leeway_app with check (
  exists (select from scenario_versions s where s.district_id = job_scenarios.district_id
    and s.scenario_id = job_scenarios.scenario_id and s.version = job_scenarios.version));
-- A sweep tells of all schools. Nothing is written for a job that was stopped, whoever wakes up late.
call protect('job_chunks', $$exists (select from jobs j
  where j.district_id = job_chunks.district_id and j.job_id = job_chunks.job_id
    and (j.kind = 'batch' or (select sees_all_schools())))$$,
  $$(select acts_as('system')) and exists (select from jobs j
  where j.district_id = job_chunks.district_id and j.job_id = job_chunks.job_id and j.state = 'running')$$);
call protect('job_results', $$(select sees_all_schools()) and exists (select from jobs j
  where j.district_id = job_results.district_id and j.job_id = job_results.job_id)$$,
  $$(select acts_as('system')) and exists (select from jobs j
  where j.district_id = job_results.district_id and j.job_id = job_results.job_id and j.state = 'running')$$);

-- Who starts, stops and resumes a job is noted, and how it ends; not every part of it.
create trigger noted after insert or delete or update of state, attempt on jobs for each row
  execute function note_change('district_id', 'job_id');

grant select, insert, update (state, chunks_done, attempt, first_turn, problem, started_at, ended_at, revision)
  on jobs to leeway_app;
grant select, insert on job_scenarios, job_chunks, job_results to leeway_app;

-- The turn that was taken last, over all districts: a district that asks for the first time stands there, and not
-- behind all that others have asked for before.
create sequence work_clock as int minvalue 0 start 0;
grant select, update on sequence work_clock to leeway_app;
