-- The answer to a request that was made with an Idempotency-Key, written together with what the request did.

create table idempotency_keys (
  district_id uuid not null,
  person_id uuid not null,
  operation plain_name not null,
  key text not null check (char_length(key) between 1 and 255),
  request_hash sha256 not null,
  status int not null check (status between 100 and 599),
  headers document not null,
  body text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (district_id, person_id, operation, key),
  foreign key (district_id, person_id) references people
);
create index idempotency_keys_by_expiry on idempotency_keys (district_id, expires_at);
call protect('idempotency_keys', $$(select acts_as('system')) or person_id = (select current_person())$$,
  $$(select acts_as('system')) or person_id = (select current_person())$$);
grant select, insert, delete on idempotency_keys to leeway_app;
