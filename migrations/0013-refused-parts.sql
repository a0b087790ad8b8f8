-- A scenario of a batch that cannot be computed is a part with its problems; the others go on without it.

-- How many parts are such.
alter table jobs add column refused int not null default 0;
alter table jobs add constraint jobs_refuse_what_is_done check (refused between 0 and chunks_done);
grant update (refused) on jobs to leeway_app;

alter table job_chunks add column problem document;
alter table job_chunks drop constraint job_chunks_are_of_one_kind;
alter table job_chunks add constraint job_chunks_are_of_one_kind check (num_nonnulls(outcomes, run_id, problem) = 1);
