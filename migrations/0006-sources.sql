-- What a scenario version is computed from, beside its formula and its schools of now: further datasets, the scenario
-- it changes, an earlier one. Written with the version and never changed.

create table scenario_sources (
  district_id uuid not null,
  scenario_id uuid not null,
  version int not null,
  -- Where the document names it.
  place plain_name not null,
  dataset_id uuid,
  dataset_version int,
  source_scenario_id uuid,
  source_version int,
  primary key (district_id, scenario_id, version, place),
  foreign key (district_id, scenario_id, version) references scenario_versions,
  foreign key (district_id, dataset_id, dataset_version) references dataset_versions,
  foreign key (district_id, source_scenario_id, source_version) references scenario_versions,
  constraint scenario_sources_dataset_is_whole check (num_nulls(dataset_id, dataset_version) in (0, 2)),
  constraint scenario_sources_scenario_is_whole check (num_nulls(source_scenario_id, source_version) in (0, 2)),
  constraint scenario_sources_is_one check (num_nonnulls(dataset_id, source_scenario_id) = 1)
);

call protect('scenario_sources', $$exists (select from scenario_versions v
  where v.district_id = scenario_sources.district_id and v.scenario_id = scenario_sources.scenario_id
    and v.version = scenario_sources.version)$$,
  $$exists (select from scenario_versions v
  where v.district_id = scenario_sources.district_id and v.scenario_id = scenario_sources.scenario_id
    and v.version = scenario_sources.version and v.released_at is null
    and ((select acts_as('system', 'finance', 'analyst')) or ((select acts_as('budget-partner', 'principal', 'supervisor'))
      and v.created_by = (select current_person()))))$$);
grant select, insert on scenario_sources to leeway_app;

-- A foreign key is checked past row-level security: without these, an id that somebody came by would let them compute
-- from a draft that they cannot see.
create policy names_what_is_seen on scenario_sources as restrictive for insert to leeway_app with check (
  (dataset_id is null or exists (select from dataset_versions d where d.district_id = scenario_sources.district_id
    and d.dataset_id = scenario_sources.dataset_id and d.version = scenario_sources.dataset_version))
  and (source_scenario_id is null or exists (select from scenario_versions s
    where s.district_id = scenario_sources.district_id and s.scenario_id = scenario_sources.source_scenario_id
      and s.version = scenario_sources.source_version)));
create policy names_what_is_seen on scenario_versions as restrictive for insert to leeway_app with check (
  (formula_id is null or exists (select from formula_versions f where f.district_id = scenario_versions.district_id
    and f.formula_id = scenario_versions.formula_id and f.version = scenario_versions.formula_version))
  and (dataset_id is null or exists (select from dataset_versions d
    where d.district_id = scenario_versions.district_id and d.dataset_id = scenario_versions.dataset_id
      and d.version = scenario_versions.dataset_version)));

-- Pages of rows go by school in the order of code points, whatever order the database itself has for texts.
create index dataset_rows_by_school on dataset_rows (district_id, dataset_id, version, (school_id collate "C"));
create index run_rows_by_school on run_rows (district_id, run_id, (school_id collate "C"));
