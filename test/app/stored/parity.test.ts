import t from 'tap'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { diskFiles } from '../../../src/cli/disk-files.ts'
import { canonicalJson } from '../../../src/contract/canonical/canonical-json.ts'
import type { RunResult } from '../../../src/contract/report/run-schema.ts'
import { committedRuns } from '../../support/committed-runs.ts'
import { root } from '../../support/committed-scenarios.ts'
import { computedText } from '../../support/computed-text.ts'
import { keptInMemory } from '../../support/kept-in-memory.ts'
import { scenarioParts } from '../../support/read-for-keeping.ts'

t.test('every committed scenario gives the bytes of the command line after it was kept', async (t) => {
  const runs = await committedRuns()
  t.ok(runs.length >= 60, `${runs.length} scenarios`)
  for (const [path, { result, document }] of runs) {
    const keep = keptInMemory()
    const { content } = keep.keepScenario('the bundle', await scenarioParts(canonicalJson(document)))
    t.notMatch(content, /"rows":|"lines":/, `${path}: neither rows nor a formula are left in the document`)
    t.ok((await computedText(content, keep.kept)) === printed(result), `${path} gives the same bytes`)
  }
})

t.test('the control: a cent that is lost in keeping is found', async (t) => {
  const path = 'scenarios/mechanisms/40-override.yaml'
  const { run } = await runScenario(root + path, diskFiles())
  const keep = keptInMemory((table) => ({
    ...table,
    rows: table.rows.map((row) => ({ ...row, numbers: row.numbers.map((cell) => cell && oneLess(cell)) })),
  }))
  const { content } = keep.keepScenario('the bundle', await scenarioParts(canonicalJson(run?.document)))
  const text = await computedText(content, keep.kept)
  t.not(text, `${JSON.stringify(run?.result, null, 2)}\n`)
  t.match(JSON.parse(text), { scenario: { id: run?.result.scenario.id } }, 'it is the same scenario')
})

function oneLess(cell: string): string {
  return cell.replace(/[1-9](?=0*$)/, (digit) => `${Number(digit) - 1}`)
}

function printed(result: RunResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
