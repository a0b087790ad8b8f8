import t from 'tap'
import { explainSchool } from '../../src/app/explain-school.ts'
import type { Run } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { canonicalJson } from '../../src/contract/canonical/canonical-json.ts'
import { runCsv } from '../../src/contract/report/run-csv.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator } from '../support/database.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const AS_CSV = { accept: 'text/csv' }
const open = await storedServices(t)

t.test('every committed scenario gives the bytes of the command line after it was kept', async (t) => {
  const service = await open(t)
  const runs = await committedRuns()
  t.ok(runs.length >= 60, `${runs.length} scenarios`)
  for (const [path, run] of runs) {
    const { post, get } = service.as('finance')
    const id = await keptRun(service, path, run)
    const computed = await post('/v1/compute', canonicalJson(run.document))
    const result = await get(`/v1/runs/${id}/result`)
    const table = await get(`/v1/runs/${id}/result`, AS_CSV)
    const lines = printed(run.result)
    t.ok(result.text === lines, `${path}: the kept result`)
    t.ok(computed.text === lines, `${path}: what is computed at once`)
    t.ok(table.text === runCsv(run.result), `${path}: the table`)
    for (const { headers } of [computed, result, table])
      t.match(headers, {
        'leeway-engine': run.result.leeway.engine,
        'leeway-inputs': run.result.leeway.inputs,
      })
    const school = run.result.schools.at(-1)?.id
    if (school === undefined) continue
    const explained = await get(`/v1/runs/${id}/schools/${encodeURIComponent(school)}/explanation`)
    t.ok(
      explained.text === withoutRows(await explanationOf(path, school)),
      `${path}: school ${school} is explained`,
    )
  }
})

t.test('the control: a kept result that is changed by a cent is found', async (t) => {
  const service = await open(t)
  const [found] = await committedRuns()
  if (found === undefined) throw new Error('there are no scenarios')
  const [path, run] = found
  const id = await keptRun(service, path, run)
  const { total } = run.result
  const cent = `${total.slice(0, -1)}${total.endsWith('0') ? '1' : '0'}`
  await asAdministrator(service.database.administrator, async (client) => {
    await client.query('update leeway.run_results set content = replace(content, $1, $2)', [
      `"total": "${total}"`,
      `"total": "${cent}"`,
    ])
  })
  const { text } = await service.as('finance').get(`/v1/runs/${id}/result`)
  t.not(text, printed(run.result))
  t.equal(text.replace(cent, total), printed(run.result))
})

async function keptRun({ as }: StoredService, path: string, { document }: Run): Promise<string> {
  const query = new URLSearchParams({ name: path }).toString()
  const kept = await as('finance').post(`/v1/scenarios?${query}`, canonicalJson(document))
  const { scenario } = kept.json() as unknown as { readonly scenario?: { readonly id: string } }
  const ran = await as('finance').post('/v1/runs', { scenario: scenario?.id })
  if (kept.status !== 201 || ran.status !== 201) throw new Error(`${path}: ${kept.text.slice(0, 500)}`)
  return String(ran.json()['id'])
}

function printed(result: RunResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

/** What `leeway explain --format json` prints. */
async function explanationOf(path: string, school: string): Promise<string> {
  const { explanation } = await explainSchool(root + path, diskFiles(), { schoolId: school, id: undefined })
  return `${JSON.stringify(explanation, null, 2)}\n`
}

/** The one thing in which they differ: what is kept has cells of a school and a column, and no rows of a file. */
function withoutRows(text: string): string {
  return text.replaceAll(/^ *"row": \d+,\n/gm, '')
}
