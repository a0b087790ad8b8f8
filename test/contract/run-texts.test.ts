import t from 'tap'
import { type RunResult, runResultSchema } from '../../src/contract/report/run-schema.ts'
import { runTexts } from '../../src/contract/report/run-texts.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { richDistrict } from '../support/rich-district.ts'
import { runFiles } from '../support/scenario-files.ts'

const { result } = await runFiles([['district.yaml', richDistrict]])

t.test('every committed run is written as any writer of JSON would write it', async (t) => {
  const runs = await committedRuns()
  t.ok(runs.length >= 60, `${runs.length} runs`)
  for (const [path, run] of runs) t.ok(isWritten(run.result), path)
})

t.test('a line that differs from school to school is written for each of them', async (t) => {
  const fields = runResultSchema.shape.schools.element.shape.lines.element.keyof().options
  t.ok(fields.length >= 7, fields.join(', '))
  for (const field of fields) t.ok(isWritten(withLastLine({ [field]: 'of this school alone' })), field)
})

t.test('no name can be taken for a part of the document', async (t) => {
  for (const name of [
    '"schools": []',
    '\n  "schools": []',
    '"amount": ""',
    '$&',
    '\u2028',
    '\ud800',
    '"',
    '\\',
  ])
    t.ok(isWritten({ ...withLastLine({ label: name }), scenario: { ...result.scenario, name } }), name)
})

t.test('a run without schools, and a school without lines, have empty lists', async (t) => {
  const [first] = result.schools
  if (first === undefined) throw new Error('the rich district has schools')
  t.ok(isWritten({ ...result, schools: [] }))
  t.ok(isWritten({ ...result, schools: [{ ...first, lines: [], figures: [] }, first] }))
})

function isWritten(run: RunResult): boolean {
  return runTexts(run).join('') === JSON.stringify(run, null, 2)
}

/** The run with something else in the last line of its last school. */
function withLastLine(fields: Readonly<Record<string, string>>): RunResult {
  const schools = result.schools.map((school, i) => {
    if (i < result.schools.length - 1) return school
    return {
      ...school,
      lines: school.lines.map((line, j) => (j === school.lines.length - 1 ? { ...line, ...fields } : line)),
    }
  })
  return { ...result, schools }
}
