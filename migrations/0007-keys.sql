-- A key is changed for another without a gap: for a while there are two of the same name. Those that are revoked or
-- have expired keep theirs as well. The id tells keys apart.
alter table api_keys drop constraint api_keys_district_id_person_id_name_key;

-- Whoever asks is told until when they can: the same function, with one column more.
grant create on schema leeway to leeway_lookup;
set local role leeway_lookup;
drop function identify;
create function identify(kind text, secret_hash bytea)
returns table (
  district_id uuid, person_id uuid, role text, schools text[], secret_id uuid, scopes text[], expires_at timestamptz
)
language sql stable security definer set search_path = leeway, pg_temp
begin atomic
  with secrets as (
    select s.district_id, s.person_id, s.session_id as secret_id, array['read', 'write', 'compute'] as scopes, s.expires_at
    from sessions s
    where kind = 'session' and s.hash = secret_hash and s.ended_at is null and s.expires_at > clock_timestamp()
    union all
    select k.district_id, k.person_id, k.key_id, k.scopes, k.expires_at
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
    x.secret_id, x.scopes, x.expires_at
  from secrets x join people p on p.district_id = x.district_id and p.person_id = x.person_id
  where p.disabled_at is null;
end;
revoke all on function identify from public;
grant execute on function identify to leeway_app;
set local role leeway_owner;
revoke create on schema leeway from leeway_lookup;
