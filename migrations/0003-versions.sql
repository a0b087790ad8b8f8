-- Datasets, formulas and scenarios: names that point at versions, and versions that never change.
-- The right to update is given by column: of a version, only its release.

create table datasets (
  district_id uuid not null references districts,
  dataset_id uuid not null default uuidv7(),
  name plain_name not null,
  current_version int,
  created_at timestamptz not null default now(),
  revision int not null default 1,
  primary key (district_id, dataset_id),
  unique (district_id, name)
);

create table dataset_versions (
  district_id uuid not null,
  dataset_id uuid not null,
  version int not null check (version > 0),
  -- What each column is, and the order in which the rows hold it.
  description document not null,
  number_columns text[] not null,
  text_columns text[] not null,
  hash text not null check (hash ~ '^[0-9a-z:]{32,100}$'),
  created_by uuid,
  created_at timestamptz not null default now(),
  released_at timestamptz,
  primary key (district_id, dataset_id, version),
  foreign key (district_id, dataset_id) references datasets,
  foreign key (district_id, created_by) references people
);
alter table datasets add foreign key (district_id, dataset_id, current_version) references dataset_versions;

create table dataset_rows (
  district_id uuid not null,
  dataset_id uuid not null,
  version int not null,
  school_id school_code not null,
  numbers exact_row not null,
  texts text[] not null,
  primary key (district_id, dataset_id, version, school_id),
  foreign key (district_id, dataset_id, version) references dataset_versions,
  foreign key (district_id, school_id) references schools
);

call protect('datasets', $$(select sees_drafts()) or exists (select from dataset_versions v
  where v.district_id = datasets.district_id and v.dataset_id = datasets.dataset_id)$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
call protect('dataset_versions', $$(select sees_drafts()) or released_at is not null$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
call protect('dataset_rows', $$(select is_in_scope(school_id)) and exists (select from dataset_versions v
  where v.district_id = dataset_rows.district_id and v.dataset_id = dataset_rows.dataset_id
    and v.version = dataset_rows.version)$$,
  $$(select acts_as('system', 'finance', 'analyst')) and exists (select from dataset_versions v
  where v.district_id = dataset_rows.district_id and v.dataset_id = dataset_rows.dataset_id
    and v.version = dataset_rows.version and v.released_at is null)$$);
call audited('datasets');
call audited('dataset_versions');
grant select, insert, update (name, current_version, revision) on datasets to leeway_app;
grant select, insert, update (released_at) on dataset_versions to leeway_app;
grant select, insert on dataset_rows to leeway_app;

create table formulas (
  district_id uuid not null references districts,
  formula_id uuid not null default uuidv7(),
  name plain_name not null,
  current_version int,
  created_at timestamptz not null default now(),
  revision int not null default 1,
  primary key (district_id, formula_id),
  unique (district_id, name)
);

create table formula_versions (
  district_id uuid not null,
  formula_id uuid not null,
  version int not null check (version > 0),
  content document not null,
  hash text not null check (hash ~ '^[0-9a-z:]{32,100}$'),
  created_by uuid,
  created_at timestamptz not null default now(),
  released_at timestamptz,
  primary key (district_id, formula_id, version),
  foreign key (district_id, formula_id) references formulas,
  foreign key (district_id, created_by) references people
);
alter table formulas add foreign key (district_id, formula_id, current_version) references formula_versions;

call protect('formulas', $$(select sees_drafts()) or exists (select from formula_versions v
  where v.district_id = formulas.district_id and v.formula_id = formulas.formula_id)$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
call protect('formula_versions', $$(select sees_drafts()) or released_at is not null$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
call audited('formulas');
call audited('formula_versions');
grant select, insert, update (name, current_version, revision) on formulas to leeway_app;
grant select, insert, update (released_at) on formula_versions to leeway_app;

create table scenarios (
  district_id uuid not null references districts,
  scenario_id uuid not null default uuidv7(),
  name plain_name not null,
  year plain_name not null,
  current_version int,
  created_by uuid,
  created_at timestamptz not null default now(),
  locked_at timestamptz,
  -- When the first of its versions was: the name is seen from then on.
  released_at timestamptz,
  revision int not null default 1,
  primary key (district_id, scenario_id),
  foreign key (district_id, created_by) references people
);
-- A principal's own what-ifs neither clash with the names of others nor tell of them.
create unique index scenarios_by_name on scenarios (district_id, created_by, name) nulls not distinct;

create table scenario_versions (
  district_id uuid not null,
  scenario_id uuid not null,
  version int not null check (version > 0),
  content document not null,
  hash text not null check (hash ~ '^[0-9a-z:]{32,100}$'),
  formula_id uuid,
  formula_version int,
  dataset_id uuid,
  dataset_version int,
  created_by uuid,
  created_at timestamptz not null default now(),
  released_at timestamptz,
  primary key (district_id, scenario_id, version),
  foreign key (district_id, scenario_id) references scenarios,
  foreign key (district_id, formula_id, formula_version) references formula_versions,
  foreign key (district_id, dataset_id, dataset_version) references dataset_versions,
  foreign key (district_id, created_by) references people,
  -- A half of a foreign key would be checked against nothing.
  constraint scenario_versions_formula_is_whole check (num_nulls(formula_id, formula_version) in (0, 2)),
  constraint scenario_versions_dataset_is_whole check (num_nulls(dataset_id, dataset_version) in (0, 2))
);
alter table scenarios add foreign key (district_id, scenario_id, current_version) references scenario_versions;

call protect('scenarios', $$(select sees_drafts()) or created_by = (select current_person())
  or released_at is not null$$,
  $$(select acts_as('system', 'finance', 'analyst')) or (
    (select acts_as('budget-partner', 'principal', 'supervisor')) and created_by = (select current_person())
    and released_at is null)$$);
call protect('scenario_versions', $$(select sees_drafts()) or created_by = (select current_person())
  or released_at is not null$$,
  $$(select acts_as('system', 'finance', 'analyst')) or ((select acts_as('budget-partner', 'principal', 'supervisor'))
    and released_at is null and created_by = (select current_person()) and exists (select from scenarios s
      where s.district_id = scenario_versions.district_id and s.scenario_id = scenario_versions.scenario_id
        and s.created_by = (select current_person())))$$);
call audited('scenarios');
call audited('scenario_versions');
grant select, insert, update (name, year, current_version, locked_at, released_at, revision) on scenarios to leeway_app;
grant select, insert, update (released_at) on scenario_versions to leeway_app;

-- The scenario that counts for a year. To adopt another moves the pointer and deletes nothing.
create table adoptions (
  district_id uuid not null references districts,
  year plain_name not null,
  scenario_id uuid not null,
  version int not null,
  adopted_by uuid,
  adopted_at timestamptz not null default now(),
  revision int not null default 1,
  primary key (district_id, year),
  foreign key (district_id, scenario_id, version) references scenario_versions,
  foreign key (district_id, adopted_by) references people
);
call protect('adoptions', $$exists (select from scenario_versions v where v.district_id = adoptions.district_id
  and v.scenario_id = adoptions.scenario_id and v.version = adoptions.version)$$,
  $$(select acts_as('system', 'finance'))$$);
call audited('adoptions');
grant select, insert, update (scenario_id, version, adopted_by, adopted_at, revision) on adoptions to leeway_app;
