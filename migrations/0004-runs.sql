-- Runs: a scenario executed. A draft until it is released; then everybody in the district sees its amounts.

create table runs (
  district_id uuid not null,
  run_id uuid not null default uuidv7(),
  scenario_id uuid not null,
  version int not null,
  engine text not null,
  inputs_hash text not null check (inputs_hash ~ '^[0-9a-z:]{32,100}$'),
  -- The order in which the rows hold the amounts.
  line_ids text[] not null,
  total amount not null,
  schools int not null check (schools >= 0),
  created_by uuid,
  created_at timestamptz not null default now(),
  released_at timestamptz,
  primary key (district_id, run_id),
  foreign key (district_id, scenario_id, version) references scenario_versions,
  foreign key (district_id, created_by) references people
);
create index runs_of_scenario on runs (district_id, scenario_id, version);

create table run_rows (
  district_id uuid not null,
  run_id uuid not null,
  school_id school_code not null,
  amounts amount_row not null,
  total amount not null,
  primary key (district_id, run_id, school_id),
  foreign key (district_id, run_id) references runs,
  foreign key (district_id, school_id) references schools
);

-- The result with every school in it, byte for byte.
create table run_results (
  district_id uuid not null,
  run_id uuid not null,
  content document not null,
  primary key (district_id, run_id),
  foreign key (district_id, run_id) references runs
);

-- Only a draft can be changed, so a release stays as it was released.
call protect('runs', $$(select sees_drafts()) or created_by = (select current_person()) or released_at is not null$$,
  $$(select acts_as('system', 'finance', 'analyst')) or ((select acts_as('budget-partner', 'principal', 'supervisor'))
    and created_by = (select current_person()) and released_at is null)$$);
create policy drafts on runs as restrictive for update to leeway_app using (released_at is null)
  with check (true);
-- What a run is of can be named by whoever can see it, and by nobody else.
call protect('run_rows', $$exists (select from runs r where r.district_id = run_rows.district_id
  and r.run_id = run_rows.run_id and (r.released_at is not null or is_in_scope(run_rows.school_id)))$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from runs r
    where r.district_id = run_rows.district_id and r.run_id = run_rows.run_id and r.released_at is null)$$);
call protect('run_results', $$exists (select from runs r where r.district_id = run_results.district_id
  and r.run_id = run_results.run_id and (r.released_at is not null or (select sees_all_schools())))$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from runs r
    where r.district_id = run_results.district_id and r.run_id = run_results.run_id and r.released_at is null)$$);
call audited('runs');
grant select, insert, update (released_at) on runs to leeway_app;
grant select, insert on run_rows, run_results to leeway_app;
