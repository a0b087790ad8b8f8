import type { Connection } from '../../src/store/embedded/presence.ts'
import { asAdministrator } from './database.ts'

/** Every column, rule, index, policy, function and right of the schema, as text. */
export async function shapeOf(connection: Connection): Promise<string> {
  return asAdministrator(connection, async (client) => {
    const { rows } = await client.query<{ readonly shape: string | null }>(`
      select string_agg(line, E'\\n' order by line) as shape from (
        select relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || coalesce(attacl::text, '') as line
          from pg_attribute join pg_class c on c.oid = attrelid
          where relnamespace = to_regnamespace('leeway') and relkind = 'r' and attnum > 0
        union all select conname || pg_get_constraintdef(oid) from pg_constraint
          where connamespace = to_regnamespace('leeway')
        union all select polname || relname || coalesce(pg_get_expr(polqual, polrelid), '')
            || coalesce(pg_get_expr(polwithcheck, polrelid), '')
          from pg_policy join pg_class c on c.oid = polrelid where relnamespace = to_regnamespace('leeway')
        union all select indexdef from pg_indexes where schemaname = 'leeway'
        union all select proname || coalesce(proacl::text, '') || coalesce(prosrc, '') from pg_proc
          where pronamespace = to_regnamespace('leeway')) as shape(line)`)
    return rows[0]?.shape ?? ''
  })
}
