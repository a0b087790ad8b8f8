import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { canonicalJson } from '../../src/contract/canonical/canonical-json.ts'
import { idOf } from './planted-content.ts'
import type { Member } from './stored-service.ts'

/** Keeps the scenario of a file with all it names, runs it there, and gives the id of the run. */
export async function keptRun(member: Member, path: string, name: string): Promise<string> {
  const { run, problems } = await runScenario(path, diskFiles())
  if (run === undefined) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`)
  const body = canonicalJson(run.document)
  const answer = await member.post(`/v1/scenarios?name=${encodeURIComponent(name)}`, body)
  const { scenario } = answer.json() as { readonly scenario?: { readonly id: string } }
  if (scenario === undefined) throw new Error(`${path}: ${answer.text.slice(0, 500)}`)
  return idOf(member.post('/v1/runs', { scenario: scenario.id }))
}
