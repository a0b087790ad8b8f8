-- What the columns of a district's files are, remembered by name, so that nobody states it again for the next file.

create table mappings (
  district_id uuid not null references districts,
  name plain_name not null,
  -- As the top of a CSV file says it, with how the file is read.
  content document not null,
  revision int not null default 1,
  primary key (district_id, name)
);
call protect('mappings', $$(select acts_as('system', 'finance', 'analyst'))$$,
  $$(select acts_as('system', 'finance', 'analyst'))$$);
call audited('mappings');
grant select, insert, delete, update (content, revision) on mappings to leeway_app;
