-- A district's first file brings all of its schools. What they have to fulfil, and what is noted of them, is the same as
-- before, and takes less time.

-- Most names are of printable ASCII letters, without a space at an end: one look tells that, and it is all that is asked.
alter domain plain_name drop constraint plain_name_is_plain;
alter domain plain_name add constraint plain_name_is_plain check (
  value ~ '^[!-~]([ -~]*[!-~])?$'
  or (value !~ '[[:cntrl:]]' and value not like ' %' and value not like '% '
    and (octet_length(value) = char_length(value) or value is nfc normalized)));
alter domain school_code drop constraint school_code_is_plain;
alter domain school_code add constraint school_code_is_plain check (
  value ~ '^[!-~]([ -~]*[!-~])?$'
  or (value !~ '[[:cntrl:]]' and value not like ' %' and value not like '% '
    and (octet_length(value) = char_length(value) or value is nfc normalized)));
-- A text has no more letters than bytes.
alter domain plain_name drop constraint plain_name_is_short;
alter domain plain_name add constraint plain_name_is_short check (
  octet_length(value) between 1 and 200 or char_length(value) between 1 and 200);
alter domain school_code drop constraint school_code_is_short;
alter domain school_code add constraint school_code_is_short check (
  octet_length(value) between 1 and 100 or char_length(value) between 1 and 100);

-- The ids of an entry are gathered as they are, and become JSON at once.
create or replace function note_added_schools() returns trigger language plpgsql set search_path = leeway, pg_temp as $$
begin
  insert into audit (district_id, person_id, role, action, subject, subject_key)
  select district_id, current_person(), coalesce(nullif(current_setting('leeway.role', true), ''), session_user),
    'insert', 'schools', case when many then jsonb_build_object('district_id', district_id, 'school_ids', ids)
      else jsonb_build_object('district_id', district_id, 'school_id', ids[1]) end::text
  from (
    select district_id, many, array_agg(school_id::text) as ids
    from (
      select district_id, school_id, (select count(*) from added) > 100 as many, row_number() over () - 1 as place
      from added
    ) as counted
    group by district_id, many, case when many then place / 1000 else place end
    order by min(place)
  ) as noted;
  return null;
end $$;
