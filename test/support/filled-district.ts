import type pg from 'pg'
import { idOf, insert, plantRows } from './planted-rows.ts'

/** The code of the district that is filled. */
export const FILLED = 'd-a'

/** The other one, with rows of its own in every table. */
export const OTHER = 'd-b'

/** Rows of every table, and in the first of the two districts values that are easily lost on the way. */
export async function fillDistrict(client: pg.Client): Promise<void> {
  await plantRows(client)
  for (const [sql, ...values] of CHANGES)
    await client.query(`${sql} where district_id = '${idOf('a')}'`, values)
  for (const role of ['finance', 'leeway_admin'])
    await insert(client, 'audit', {
      district_id: idOf('a'),
      entry_id: idOf(`a entry by ${role}`),
      at: '2025-10-01 00:00:00.000001+00',
      person_id: role === 'finance' ? idOf('a kim') : null,
      role,
      action: 'update',
      subject: 'schools',
      subject_key: '{ "school_id": "s1" }',
      changed: ['name', 'revision'],
    })
}

const KIM = idOf('a kim')
const MOMENT = '2025-07-01 09:30:00.123456+00'

/** Statements and what they take. */
const CHANGES: readonly (readonly [string, ...unknown[]])[] = [
  ['update leeway.districts set name = $1, revision = 3, created_at = $2', 'Lac d’Été 学区 "1"', MOMENT],
  [`update leeway.schools set name = '–12,5 = école \\ "x"', revision = 2`],
  ['update leeway.people set disabled_at = $1, name = $2', MOMENT, 'Ḱim Ōe'],
  ['update leeway.datasets set current_version = 1, revision = 7'],
  [
    'update leeway.dataset_versions set description = $1, number_columns = $2, text_columns = $3, created_by = $4, released_at = $5',
    '{ "b": 1.10, "a": 12345678901234567890.5 }',
    ['n', 'm', 'o', 'p'],
    ['t', '', 'u', 'v'],
    KIM,
    MOMENT,
  ],
  [
    'update leeway.dataset_rows set numbers = $1, texts = $2',
    ['123456789012345678901234.123456789012345678', null, '-0.50', '0.00'],
    ['\\N, "q", {b}\t\n\r\\', null, '', 'NULL 学校'],
  ],
  ['update leeway.formulas set current_version = 1'],
  ['update leeway.formula_versions set content = $1, released_at = $2', '{"a":\n"é"}', MOMENT],
  [
    'update leeway.scenarios set current_version = 1, created_by = $1, locked_at = $2, released_at = $2, year = $3',
    KIM,
    MOMENT,
    '2026–27',
  ],
  [
    'update leeway.scenario_versions set formula_id = $1, formula_version = 1, dataset_id = $2, dataset_version = 1, released_at = $3',
    idOf('a formula'),
    idOf('a dataset'),
    MOMENT,
  ],
  ['update leeway.adoptions set adopted_by = $1, adopted_at = $2', KIM, MOMENT],
  ['update leeway.runs set total = $1, released_at = $2', '123456789012345678.100', MOMENT],
  ['update leeway.run_rows set amounts = $1, total = $2', ['-0.005'], '9007199254740993.00'],
  ['update leeway.run_results set content = $1', '{"z":1.10,"a":"\\u00e9 ü"}'],
]
