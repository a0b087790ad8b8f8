import type { Test } from 'tap'
import type { Files } from '../../src/app/files.ts'
import { sweepScenario } from '../../src/app/sweep-scenario.ts'
import type { Answer } from './service.ts'
import { smallDistrict } from './small-district.ts'
import type { Member } from './stored-service.ts'

/** Two schools, 30 students; the dollars per student go from $100 upwards, a dollar each time. */
export function sweptDistrict(variants: number, name = 'two-schools'): string {
  const vary = `vary: { base: { from: "100", to: "${99 + variants}", step: "1" } }`
  return `${smallDistrict({ scenario: `scenario: { id: ${name} }` })}${vary}\n`
}

/** What `leeway sweep --format json` prints of a file, computed here and in one go. */
export async function sweptHere(text: string, withRows = false): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  const files: Files = { read: async () => ({ kind: 'bytes', bytes }) }
  const { sweep } = await sweepScenario('sweep.yaml', files, { withRows, step: async () => true })
  if (sweep === undefined) throw new Error('the sweep of a test comes to no result')
  return `${JSON.stringify(sweep, null, 2)}\n`
}

/** Keeps a scenario that can be swept or run, and gives its id. */
export async function keptScenario(member: Member, name: string, text: string): Promise<string> {
  const answer = await member.post(`/v1/scenarios?name=${encodeURIComponent(name)}`, text, {
    'content-type': 'application/yaml',
  })
  if (answer.status !== 201) throw new Error(answer.text)
  const { scenario } = answer.json() as { readonly scenario?: { readonly id: string } }
  return scenario?.id ?? ''
}

export interface JobTold {
  readonly id: string
  readonly state: string
  readonly done: number
  readonly of: number
  readonly ahead: number | null
  readonly parts: { readonly done: number; readonly of: number }
  readonly problem: { readonly detail: string; readonly errors: readonly { readonly code: string }[] } | null
}

export function toldIn(answer: Answer): JobTold {
  if (answer.status >= 300) throw new Error(answer.text)
  return answer.json() as unknown as JobTold
}

/** Begins a job. */
export async function begun(member: Member, fields: object): Promise<JobTold> {
  return toldIn(await member.post('/v1/jobs', fields))
}

/** Waits until a job is so far, and fails the test if that takes longer. */
export async function jobWhen(
  t: Test,
  member: Member,
  id: string,
  {
    is = ({ state }: JobTold): boolean => ['done', 'failed', 'cancelled'].includes(state),
    milliseconds = 10_000,
  } = {},
): Promise<JobTold> {
  const start = performance.now()
  for (;;) {
    const job = toldIn(await member.get(`/v1/jobs/${id}`))
    if (is(job)) return job
    if (performance.now() - start > milliseconds) {
      t.fail(`after ${milliseconds} ms the job is ${JSON.stringify(job)}`)
      return job
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The same with so many schools that a part takes some tenths of a second. */
export function sweptSchools(schools: number, variants: number): string {
  const rows = Array.from(
    { length: schools },
    (_, i) => `    - { id: "${i}", enrollment: ${i % 97}, frl: 1, level: ES }`,
  )
  const data = `data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows:\n${rows.join('\n')}`
  const vary = `vary: { base: { from: "100", to: "${99 + variants}", step: "1" } }`
  return `${smallDistrict({ scenario: 'scenario: { id: many-schools }', data })}${vary}\n`
}
