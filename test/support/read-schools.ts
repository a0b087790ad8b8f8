import { type RunOutcome, runScenario } from '../../src/app/run-scenario.ts'
import { placeText } from '../problems/problem-case.ts'
import { memoryFiles } from './memory-files.ts'
import { smallDistrict } from './small-district.ts'

export interface SchoolsWanted {
  /** The table: its header and its rows. */
  readonly csv: string | Uint8Array
  /** `enrollment` in pupils unless stated; in flow style. */
  readonly needs?: string
  /** Fields of `data` beside its file. */
  readonly data?: string
}

export interface SchoolsRead {
  /** Every school as it goes into a run: id, name, and what it has of each measure. */
  readonly schools: readonly Readonly<Record<string, string>>[]
  /** Errors and warnings, `CODE place`, but for bases that are not stated. */
  readonly said: readonly string[]
  readonly suggestions: readonly (string | undefined)[]
}

/** Reads schools the way a run does, with a formula that asks nothing more of them than to be there. */
export async function readSchools(wanted: SchoolsWanted): Promise<SchoolsRead> {
  const { run, problems } = await runOf(wanted)
  const told = problems.filter(({ code }) => code !== 'BASIS_NOT_STATED')
  return {
    schools: run === undefined ? [] : rowsOf(run.document),
    said: told.map(
      ({ code, severity, where }) =>
        `${severity === 'warning' ? '(' : ''}${code} ${placeText(where)}${severity === 'warning' ? ')' : ''}`,
    ),
    suggestions: told.map(({ suggestion }) => suggestion),
  }
}

async function runOf({
  csv,
  needs = 'enrollment: { unit: pupil }',
  data = '',
}: SchoolsWanted): Promise<RunOutcome> {
  const text = smallDistrict({
    needs: `needs: { ${needs} }`,
    lines: 'lines: [{ id: one, amount: "1", fund: general, flexibility: free }]',
    data: `data:\n  file: schools.csv\n${data.replaceAll(/^(?=.)/gm, '  ')}`,
  })
  return runScenario('district.yaml', memoryFiles({ 'district.yaml': text, 'schools.csv': csv }))
}

function rowsOf(document: object): Readonly<Record<string, string>>[] {
  const { data } = JSON.parse(JSON.stringify(document))
  return data.now.rows
}
