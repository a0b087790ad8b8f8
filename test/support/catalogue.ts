import type pg from 'pg'

/** What belongs to no district, and why is in docs/database.md. */
const WITHOUT_DISTRICT: readonly string[] = ['migration', 'migration_lock']

/** Keys that do not start with the district: a district's own code, and hashes of 256 random bits. */
const KEYS_ACROSS_DISTRICTS: readonly string[] = [
  'districts_code_key',
  'sessions_by_hash',
  'api_keys_by_hash',
]

/** The tables of the schema, those without a district apart, in their order. */
export async function tablesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind in ('r', 'p')
      and relname <> all ($1) order by relname`,
    [WITHOUT_DISTRICT],
  )
  return rows.map(({ name }) => name)
}

/** Each rule and the SQL that finds what breaks it, one name a row. */
const RULES: Readonly<Record<string, string>> = {
  'row-level security is on and forced': `
    select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind in ('r', 'p')
      and relname <> all ($1) and not (relrowsecurity and relforcerowsecurity)`,
  'there is a policy for the district, and restrictive ones for every verb': `
    select relname as name from pg_class c where relnamespace = 'leeway'::regnamespace and relkind in ('r', 'p')
      and relname <> all ($1) and not (
        exists (select from pg_policy where polrelid = c.oid and polname = 'tenant' and polpermissive and polcmd = '*'
          and pg_get_expr(polqual, polrelid) like '%district_id = %current_district()%'
          and pg_get_expr(polwithcheck, polrelid) like '%district_id = %current_district()%')
        and (select count(distinct polcmd) = 4 from pg_policy where polrelid = c.oid and not polpermissive))`,
  'a permissive policy is the district’s, or is named': `
    select relname || '.' || polname as name from pg_policy join pg_class c on c.oid = polrelid
    where polpermissive and relnamespace = 'leeway'::regnamespace and polname <> 'tenant'
      and not (polname = 'lookup' and polcmd = 'r' and polroles = array['leeway_lookup'::regrole::oid])
      and relname || '.' || polname <> 'districts.by_code'`,
  'a key starts with the district': `
    select i.relname as name from pg_index x join pg_class i on i.oid = indexrelid join pg_class c on c.oid = indrelid
    left join pg_attribute a on a.attrelid = indrelid and a.attnum = indkey[0]
    where c.relnamespace = 'leeway'::regnamespace and c.relname <> all ($1) and indisunique
      and a.attname is distinct from 'district_id' and i.relname <> all ($2)`,
  'a foreign key carries the district': `
    select conname as name from pg_constraint join pg_attribute a on attrelid = conrelid and attnum = conkey[1]
    where connamespace = 'leeway'::regnamespace and contype = 'f' and attname <> 'district_id'`,
  'the application owns nothing': `
    select relname as name from pg_class where relowner in ('leeway_app'::regrole, 'leeway_service'::regrole)
    union all select proname from pg_proc where proowner in ('leeway_app'::regrole, 'leeway_service'::regrole)`,
  'no role of ours goes past row-level security, and only the service logs in': `
    select rolname as name from pg_roles where rolname like 'leeway\\_%' and rolname <> 'leeway_admin'
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or (rolcanlogin and rolname <> 'leeway_service'))`,
  'a function with rights of its own has a fixed search path, and is the one that is named': `
    select proname as name from pg_proc where pronamespace = 'leeway'::regnamespace and prosecdef
      and not (proname = 'identify' and 'search_path=leeway, pg_temp' = any (proconfig)
        and proowner = 'leeway_lookup'::regrole and not has_function_privilege('public', oid, 'execute'))`,
  'a view asks with the rights of whoever reads it': `
    select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and (relkind = 'm'
      or (relkind = 'v' and not 'security_invoker=true' = any (coalesce(reloptions, '{}'))))`,
  'the application cannot empty a table, nor hang things on it': `
    select relname as name from pg_class where relnamespace = 'leeway'::regnamespace and relkind in ('r', 'p')
      and (has_table_privilege('leeway_app', oid, 'truncate') or has_table_privilege('leeway_app', oid, 'trigger')
        or has_table_privilege('leeway_app', oid, 'references'))`,
  'a version, a run, an entry of the audit and their rows are never deleted, nor updated but for their release': `
    select relname as name from pg_class where relnamespace = 'leeway'::regnamespace
      and relname ~ '_versions$|_rows$|_sources$|^run_results$|^runs$|^audit$'
      and ((has_table_privilege('leeway_app', oid, 'delete') and relname <> 'dataset_rows')
        or has_table_privilege('leeway_app', oid, 'update')
        or exists (select from pg_attribute where attrelid = pg_class.oid and attnum > 0 and attname <> 'released_at'
          and has_column_privilege('leeway_app', pg_class.oid, attnum, 'update')))`,
  'rows of a dataset are deleted only while no version shows them': `
    select 'dataset_rows' as name where not exists (select from pg_policies where schemaname = 'leeway'
      and tablename = 'dataset_rows' and cmd = 'DELETE' and permissive = 'RESTRICTIVE' and qual ~ 'uploads')`,
  'a bare number is in a domain that refuses NaN': `
    select relname || '.' || attname as name from pg_attribute join pg_class c on c.oid = attrelid
    where relnamespace = 'leeway'::regnamespace and relkind in ('r', 'p') and attnum > 0
      and atttypid in ('numeric'::regtype, 'numeric[]'::regtype, 'money'::regtype, 'float8'::regtype, 'float4'::regtype, 'jsonb'::regtype)`,
}

/** Every rule of the schema that something breaks, with its name: `rule: table`. */
export async function catalogueFindings(client: pg.ClientBase): Promise<string[]> {
  const findings: string[] = []
  for (const [rule, sql] of Object.entries(RULES)) {
    const parameters = [WITHOUT_DISTRICT, KEYS_ACROSS_DISTRICTS].slice(0, parametersOf(sql))
    const { rows } = await client.query<{ readonly name: string }>(sql, parameters)
    findings.push(...rows.map(({ name }) => `${rule}: ${name}`))
  }
  return findings
}

export const RULE_NAMES: readonly string[] = Object.keys(RULES)

function parametersOf(sql: string): number {
  return sql.includes('$2') ? 2 : sql.includes('$1') ? 1 : 0
}
