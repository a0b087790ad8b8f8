-- People, what they may see, and how they prove who they are.

create table schools (
  district_id uuid not null references districts,
  school_id school_code not null,
  name plain_name not null,
  revision int not null default 1,
  primary key (district_id, school_id)
);
-- The list of a district's schools is no secret in the district; what belongs to a school is.
call protect('schools', 'true', $$(select acts_as('system', 'finance', 'analyst'))$$);
call audited('schools');
grant select, insert, update (name, revision) on schools to leeway_app;

create table portfolios (
  district_id uuid not null references districts,
  portfolio_id uuid not null default uuidv7(),
  name plain_name not null,
  revision int not null default 1,
  primary key (district_id, portfolio_id),
  unique (district_id, name)
);
call protect('portfolios', 'true', $$(select acts_as('system', 'finance'))$$);
call audited('portfolios');
grant select, insert, delete, update (name, revision) on portfolios to leeway_app;

create table portfolio_schools (
  district_id uuid not null,
  portfolio_id uuid not null,
  school_id school_code not null,
  primary key (district_id, portfolio_id, school_id),
  foreign key (district_id, portfolio_id) references portfolios on delete cascade,
  foreign key (district_id, school_id) references schools
);
call protect('portfolio_schools', 'true', $$(select acts_as('system', 'finance'))$$);
call audited('portfolio_schools');
grant select, insert, delete on portfolio_schools to leeway_app;

create table people (
  district_id uuid not null references districts,
  person_id uuid not null default uuidv7(),
  email text not null,
  name plain_name not null,
  role role_name not null,
  portfolio_id uuid,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  revision int not null default 1,
  primary key (district_id, person_id),
  unique (district_id, email),
  foreign key (district_id, portfolio_id) references portfolios,
  constraint people_email_is_plain check (
    email ~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$' and char_length(email) <= 254
    and email = lower(email) and email is nfc normalized
  ),
  constraint people_portfolio_is_a_supervisors check ((role = 'supervisor') or portfolio_id is null)
);
call protect('people', $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$,
  $$(select acts_as('system', 'finance'))$$);
call audited('people');
grant select, insert, update (email, name, role, portfolio_id, disabled_at, revision) on people to leeway_app;

-- The schools of a principal or budget partner.
create table person_schools (
  district_id uuid not null,
  person_id uuid not null,
  school_id school_code not null,
  primary key (district_id, person_id, school_id),
  foreign key (district_id, person_id) references people,
  foreign key (district_id, school_id) references schools
);
call protect('person_schools', $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$,
  $$(select acts_as('system', 'finance'))$$);
call audited('person_schools');
grant select, insert, delete on person_schools to leeway_app;

-- Apart from the people, so that no list of people reads a hash.
create table passwords (
  district_id uuid not null,
  person_id uuid not null,
  -- With its parameters and its salt, so that stronger ones can come.
  hash text not null check (hash ~ '^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9_-]{22}\$[A-Za-z0-9_-]{43}$'),
  set_at timestamptz not null default now(),
  primary key (district_id, person_id),
  foreign key (district_id, person_id) references people
);
call protect('passwords', $$(select acts_as('system')) or person_id = (select current_person())$$,
  $$(select acts_as('system')) or person_id = (select current_person())$$);
call audited('passwords');
grant select, insert, delete, update (hash, set_at) on passwords to leeway_app;

create table sessions (
  district_id uuid not null,
  session_id uuid not null default uuidv7(),
  person_id uuid not null,
  hash sha256 not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (district_id, session_id),
  foreign key (district_id, person_id) references people
);
-- Across districts, because it is looked up before the district is known; of 256 random bits it tells nothing.
create unique index sessions_by_hash on sessions (hash);
call protect('sessions', $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$,
  $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$);
call audited('sessions');
grant select, insert, update (ended_at) on sessions to leeway_app;

create table api_keys (
  district_id uuid not null,
  key_id uuid not null default uuidv7(),
  person_id uuid not null,
  name plain_name not null,
  hash sha256 not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (district_id, key_id),
  unique (district_id, person_id, name),
  foreign key (district_id, person_id) references people,
  constraint api_keys_scopes_are_known check (scopes <@ array['read', 'write', 'compute'] and cardinality(scopes) > 0)
);
create unique index api_keys_by_hash on api_keys (hash);
call protect('api_keys', $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$,
  $$(select acts_as('system', 'finance')) or person_id = (select current_person())$$);
call audited('api_keys');
grant select, insert, update (revoked_at) on api_keys to leeway_app;

-- From the hash of a secret to who it stands for. The one function that looks across districts; it runs as a role
-- that can do nothing else, and finds nothing of a person who is disabled or a secret that is over.
grant create on schema leeway to leeway_lookup;
grant select on people, person_schools, portfolio_schools to leeway_lookup;
grant select (district_id, person_id, session_id, hash, expires_at, ended_at) on sessions to leeway_lookup;
grant select (district_id, person_id, key_id, hash, scopes, expires_at, revoked_at) on api_keys to leeway_lookup;
create policy lookup on people for select to leeway_lookup using (true);
create policy lookup on person_schools for select to leeway_lookup using (true);
create policy lookup on portfolio_schools for select to leeway_lookup using (true);
create policy lookup on sessions for select to leeway_lookup using (true);
create policy lookup on api_keys for select to leeway_lookup using (true);
set local role leeway_lookup;
create function identify(kind text, secret_hash bytea)
returns table (district_id uuid, person_id uuid, role text, schools text[], secret_id uuid, scopes text[])
language sql stable security definer set search_path = leeway, pg_temp
begin atomic
  with secrets as (
    select s.district_id, s.person_id, s.session_id as secret_id, array['read', 'write', 'compute'] as scopes
    from sessions s
    where kind = 'session' and s.hash = secret_hash and s.ended_at is null and s.expires_at > clock_timestamp()
    union all
    select k.district_id, k.person_id, k.key_id, k.scopes
    from api_keys k
    where kind = 'key' and k.hash = secret_hash and k.revoked_at is null and k.expires_at > clock_timestamp()
  )
  select p.district_id, p.person_id, p.role::text,
    array(
      select ps.school_id::text from person_schools ps
      where ps.district_id = p.district_id and ps.person_id = p.person_id
      union
      select ps.school_id::text from portfolio_schools ps
      where ps.district_id = p.district_id and ps.portfolio_id = p.portfolio_id
      order by 1
    ),
    x.secret_id, x.scopes
  from secrets x join people p on p.district_id = x.district_id and p.person_id = x.person_id
  where p.disabled_at is null;
end;
revoke all on function identify from public;
grant execute on function identify to leeway_app;
set local role leeway_owner;
revoke create on schema leeway from leeway_lookup;
