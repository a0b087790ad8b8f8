import { asked } from './served-district.ts'

/** What a district may hold only as a whole: of each kind how many are there in part. */
export const NOTHING_IN_PART = {
  'runs whose schools do not add up to their total': 0,
  'runs without all of their schools': 0,
  'runs without their result': 0,
  'scenarios without their newest version': 0,
  'dataset versions without rows': 0,
  'runs of which the audit does not tell once': 0,
}

const COUNTS: Readonly<Record<keyof typeof NOTHING_IN_PART, string>> = {
  'runs whose schools do not add up to their total': `select from runs r
    where total <> (select coalesce(sum(total), 0) from run_rows where run_id = r.run_id)`,
  'runs without all of their schools': `select from runs r
    where schools <> (select count(*) from run_rows where run_id = r.run_id)`,
  'runs without their result': `select from runs r
    where not exists (select from run_results where run_id = r.run_id)`,
  'scenarios without their newest version': `select from scenarios s
    where not exists (select from scenario_versions v
      where v.scenario_id = s.scenario_id and v.version = s.current_version)`,
  'dataset versions without rows': `select from dataset_versions d
    where not exists (select from dataset_rows r where r.upload_id = d.upload_id)`,
  'runs of which the audit does not tell once': `select from runs r where 1 <> (select count(*) from audit
    where subject = 'runs' and action = 'insert' and subject_key::jsonb ->> 'run_id' = r.run_id::text)`,
}

/** Counts what a crash has left in part. */
export async function halfWritten(database: string): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {}
  for (const [name, text] of Object.entries(COUNTS)) {
    const [row] = await asked<{ readonly n: number }>(
      database,
      `with all_of_them as (${text}) select count(*)::int as n from all_of_them`,
    )
    found[name] = row?.n ?? -1
  }
  return found
}
