import { ROLES, type Role } from '../../src/contract/api/roles.ts'
import { addPerson } from '../../src/store/people.ts'
import { addSchools } from '../../src/store/schools.ts'
import { signIn } from '../../src/store/sign-in.ts'
import type { Sender } from './sender.ts'
import type { Answer } from './service.ts'
import { madeKey, type StoredDistrict, type StoredService } from './stored-service.ts'
import { BASIS, schoolsCsv, wholeFormula } from './whole-formula.ts'

/** What one district keeps of each kind: an id of each, which somebody else may try. */
export interface Ids {
  readonly dataset: string
  readonly formula: string
  readonly scenario: string
  readonly run: string
}

export interface PlantedContent {
  /** Stands in every name and text of it. */
  readonly mark: string
  /** The students of s1, s2 and s3. */
  readonly students: readonly [number, number, number]
  /** Of each the first version; the second is a draft. */
  readonly released: Ids
  /** Finance's own, and a what-if of theirs on what is released. */
  readonly draft: Ids & { readonly whatIf: string }
  /** For whoever writes scenarios: a draft of their own, at revision 1. */
  readonly own: ReadonlyMap<Role, string>
  /** What the principal's own draft came to. */
  readonly ownRun: string
  /** A principal of s2, with a what-if and a run. */
  readonly other: Sender & { readonly user: string; readonly key: string }
  readonly otherIds: Pick<Ids, 'scenario' | 'run'>
  /** A school that the other district does not have. */
  readonly school: string
  readonly portfolio: string
  /** Name of what is remembered of the columns of a file. */
  readonly mapping: string
  /** Name of a table of accounts. */
  readonly accounts: string
  /** A batch of finance's, of which nothing was done before it was stopped. */
  readonly job: string
  /** The year for which the released scenario counts, and one for which a draft does. */
  readonly year: string
  readonly draftYear: string
  /** Of the released dataset, formula and scenario, and of the draft ones. */
  readonly name: string
  readonly draftName: string
  /** Under which finance made the draft run. */
  readonly idempotencyKey: string
}

type Plan = Pick<PlantedContent, 'mark' | 'students'>

/** Fills a district with everything that a route can name, most of it through the service. */
export async function plantedContent(
  { database, withKey }: StoredService,
  district: StoredDistrict,
  { mark, students }: Plan,
): Promise<PlantedContent> {
  const finance = district.as('finance')
  const name = `${mark} base`
  const draftName = `${mark} draft`
  const school = `${mark}-9`
  const year = `${mark} 2026-27`
  const draftYear = `${mark} 2027-28`
  const idempotencyKey = `${mark}-once`
  const other = await district.by('system', async (trx, identity) => {
    await addSchools(trx, identity, [{ id: school, name: `${mark} Elm` }])
    const person = {
      email: `two@${mark}.org`,
      name: `${mark} Two`,
      role: 'principal',
      schools: ['s2'],
    } as const
    const user = await addPerson(trx, identity, person)
    const { keyId, text } = await madeKey(trx, identity, user)
    return { ...withKey(text), user, key: keyId }
  })
  const released = await keptBase(finance, { name, mark, students })
  await made(finance.post(`/v1/runs/${released.run}/release`, {}))
  const late: Plan['students'] = [students[0], students[1] + 5, students[2]]
  const draft = await keptBase(finance, {
    name: draftName,
    mark: `${mark}-draft`,
    students: late,
    idempotencyKey,
  })
  const base = `scenarios/${released.scenario}@1`
  const own = new Map<Role, string>()
  for (const role of ROLES.filter((each) => each !== 'viewer'))
    own.set(
      role,
      await keptWhatIf(district.as(role), { base, mark, school: 's1', name: `${mark} own ${role}` }),
    )
  await secondVersions(finance, released, { name, mark: `${mark}-draft`, students: late })
  const otherWhatIf = await keptWhatIf(other, { base, mark, school: 's2', name: `${mark} private two` })
  await made(
    finance.put(`/v1/adoptions/${encodeURIComponent(year)}`, { scenario: released.scenario, version: '1' }),
  )
  await made(finance.put(`/v1/adoptions/${encodeURIComponent(draftYear)}`, { scenario: draft.scenario }))
  const mapping = `${mark} columns`
  await made(finance.put(`/v1/mappings/${encodeURIComponent(mapping)}`, { name: mark }))
  const accounts = `${mark} accounts`
  await made(
    finance.put(`/v1/accounts/${encodeURIComponent(accounts)}`, `line,account\n*,${mark}\n`, {
      'content-type': 'text/csv',
    }),
  )
  const job = await idOf(
    finance.post('/v1/jobs', { kind: 'batch', scenarios: [{ scenario: draft.scenario }] }),
  )
  await made(finance.post(`/v1/jobs/${job}/cancel`, {}))
  const portfolio = await idOf(
    finance.post('/v1/portfolios', { name: `${mark} South`, schools: ['s2', school] }),
  )
  const me = await finance.get('/v1/district')
  await made(
    finance.patch('/v1/district', { name: `${mark} district` }, { 'if-match': String(me.headers['etag']) }),
  )
  const password = `${mark} a password of some length`
  await made(finance.put(`/v1/users/${other.user}/password`, { password }))
  await signIn(database.pool, { district: district.code, email: `two@${mark}.org`, password })
  return {
    mark,
    students,
    released,
    draft: { ...draft, whatIf: own.get('finance') ?? '' },
    own,
    ownRun: await idOf(district.as('principal').post('/v1/runs', { scenario: own.get('principal') })),
    other,
    otherIds: { scenario: otherWhatIf, run: await idOf(other.post('/v1/runs', { scenario: otherWhatIf })) },
    school,
    portfolio,
    mapping,
    accounts,
    job,
    year,
    draftYear,
    name,
    draftName,
    idempotencyKey,
  }
}

interface BasePlan extends Plan {
  readonly name: string
  readonly idempotencyKey?: string
}

/** A dataset, a formula over all schools, the scenario of both, and its run. */
async function keptBase(finance: Sender, { name, mark, students, idempotencyKey }: BasePlan): Promise<Ids> {
  const csv = { 'content-type': 'text/csv' }
  const upload = `/v1/datasets?name=${encodeURIComponent(name)}&source=${mark}&vintage=${mark}`
  const dataset = await idOf(finance.post(upload, schoolsCsv(students), csv))
  const named = `/v1/formulas?name=${encodeURIComponent(name)}`
  const formula = await idOf(finance.post(named, { leeway: '1', formula: wholeFormula(mark) }))
  const document = {
    leeway: '1',
    scenario: { id: `${mark}-base`, name, note: mark },
    formula: `formulas/${name}`,
    data: { file: `datasets/${name}@1`, measures: BASIS },
  }
  const scenario = await idOf(finance.post('/v1/scenarios?year=2026-27', document))
  const once = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
  return { dataset, formula, scenario, run: await idOf(finance.post('/v1/runs', { scenario }, once)) }
}

/** What is released goes on: each of it has a second version, which is a draft. */
async function secondVersions(
  finance: Sender,
  released: Ids,
  { name, mark, students }: BasePlan,
): Promise<void> {
  const query = `?name=${encodeURIComponent(name)}`
  await made(finance.post(`/v1/datasets${query}`, schoolsCsv(students), { 'content-type': 'text/csv' }))
  await made(finance.post(`/v1/formulas${query}`, { leeway: '1', formula: wholeFormula(mark) }))
  const path = `/v1/scenarios/${released.scenario}`
  const { headers } = await finance.get(path)
  const document = {
    leeway: '1',
    scenario: { id: `${mark}-base`, name, note: mark },
    formula: `formulas/${name}@2`,
    data: { file: `datasets/${name}@2`, measures: BASIS },
  }
  await made(finance.put(path, document, { 'if-match': String(headers['etag']) }))
}

interface WhatIfPlan {
  readonly base: string
  readonly mark: string
  readonly school: string
  readonly name: string
}

async function keptWhatIf(sender: Sender, { base, mark, school, name }: WhatIfPlan): Promise<string> {
  const changes = [{ change_counts: 'students', add: { [school]: '7' }, note: name }]
  const scenario = { id: `${mark}-what-if`, name, budget: 'neutral' }
  return idOf(sender.post('/v1/scenarios', { leeway: '1', scenario, base, changes }))
}

/** Fails where something was not planted: a test over nothing would hold. */
export async function made(answer: Promise<Answer>): Promise<Answer> {
  const { status, text, ...rest } = await answer
  if (status >= 300) throw new Error(`not planted: ${status} ${text}`)
  return { status, text, ...rest }
}

/** The id of what was made. */
export async function idOf(answer: Promise<Answer>): Promise<string> {
  const body = (await made(answer)).json()
  const { id } = (
    body['scenario'] !== undefined && body['warnings'] !== undefined ? body['scenario'] : body
  ) as {
    readonly id?: unknown
  }
  if (typeof id !== 'string') throw new Error(`no id in ${JSON.stringify(body)}`)
  return id
}
