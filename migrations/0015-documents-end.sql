-- What long work has printed is kept for some days after it has ended: a run is printed again, to the same bytes.

-- Stated when it begins, so that a date that was told stays.
alter table job_boards add column days_kept int not null default 30 check (days_kept between 1 and 3650);
-- When the documents were deleted.
alter table job_boards add column removed_at timestamptz;

-- By the program alone, and not before their time: those of a job that is under way have none. Days are of 24 hours,
-- whatever the clocks do.
drop policy deletes on job_documents;
create policy deletes on job_documents as restrictive for delete to leeway_app using (
  (select acts_as('system')) and (district_id, job_id) in (
    select b.district_id, b.job_id from job_boards b join jobs j using (district_id, job_id)
    where j.ended_at + make_interval(hours => 24 * b.days_kept) <= clock_timestamp()));
grant delete on job_documents to leeway_app;

drop policy updates on job_boards;
create policy updates on job_boards as restrictive for update to leeway_app
  using ((select acts_as('system')) and exists (select from jobs j
    where j.district_id = job_boards.district_id and j.job_id = job_boards.job_id
      and j.ended_at + make_interval(hours => 24 * days_kept) <= clock_timestamp()))
  with check ((select acts_as('system')));
grant update (removed_at) on job_boards to leeway_app;
