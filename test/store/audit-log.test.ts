import t from 'tap'
import { type AuditWish, listAudit, noteRefusal } from '../../src/store/audit-log.ts'
import { changeSchool } from '../../src/store/schools.ts'
import { databaseServer } from '../support/database.ts'
import { inPages } from '../support/in-pages.ts'
import { type Lake as District, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

interface Lake extends District {
  readonly ann: string
  readonly kim: string
  /** Ann renames a school. */
  readonly rename: (revision: number, name: string) => Promise<unknown>
  /** What Ann sees of the audit, each as `subject action`. */
  readonly seen: (wish: Partial<AuditWish>) => Promise<string[]>
}

async function lake(): Promise<Lake> {
  const district = await lakeDistrict(await clone())
  const ann = await district.add({ name: 'Ann', role: 'finance' })
  const kim = await district.add({ name: 'Kim', role: 'principal', schools: ['0101'] })
  const asAnn = { role: 'finance', personId: ann } as const
  return {
    ...district,
    ann,
    kim,
    rename: async (revision, name) =>
      district.as(asAnn, async (trx) => changeSchool(trx, '0101', revision, { name })),
    seen: async (wish) =>
      district.as(asAnn, async (trx) => {
        const { rows } = await listAudit(trx, { after: undefined, limit: 100, ...wish })
        return rows.map(({ subject, action }) => `${subject} ${action}`)
      }),
  }
}

const REFUSED = { operation: 'run', key: { run: 'c0ffee' } }

t.test('the audit is read newest first, and says who changed which columns of what', async (t) => {
  const { rename, as, ann, seen } = await lake()
  await rename(1, 'Aspen')
  const [newest] = await as({ role: 'finance', personId: ann }, async (trx) => {
    const { rows } = await listAudit(trx, { after: undefined, limit: 1 })
    return rows
  })
  t.match(newest, {
    personId: ann,
    email: 'ann@lake.org',
    role: 'finance',
    action: 'update',
    subject: 'schools',
    changed: ['name', 'revision'],
    at: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  })
  t.match(JSON.parse(newest?.subjectKey ?? ''), { school_id: '0101' })
  t.strictSame(await seen({}), [
    'schools update',
    'person_schools insert',
    'people insert',
    'people insert',
    'schools insert',
    'schools insert',
    'schools insert',
    'districts insert',
  ])
})

t.test('the audit is filtered by person, subject and time', async (t) => {
  const { rename, ann, as, seen } = await lake()
  await rename(1, 'Aspen')
  t.strictSame(await seen({ personId: ann }), ['schools update'])
  t.strictSame(await seen({ subject: 'people' }), ['people insert', 'people insert'])
  const [update] = await as({ role: 'finance', personId: ann }, async (trx) => {
    const { rows } = await listAudit(trx, { after: undefined, limit: 1 })
    return rows
  })
  const at = update?.at ?? ''
  t.strictSame(await seen({ since: at }), ['schools update'], 'from that moment on')
  t.equal((await seen({ until: at })).length, 7, 'and before it')
  t.strictSame(await seen({ since: at, until: at }), [])
})

t.test('whoever asks for what is not theirs is noted, in every role', async (t) => {
  const { as, kim, seen, inside } = await lake()
  const roles = ['finance', 'analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const
  for (const role of roles)
    await as({ role, personId: kim }, async (trx, identity) => noteRefusal(trx, identity, REFUSED))
  t.strictSame(
    await seen({ personId: kim }),
    roles.map(() => 'run refused'),
  )
  await inside(async (trx, identity) => noteRefusal(trx, identity, REFUSED))
  const { rows } = await inside(async (trx) => listAudit(trx, { after: undefined, limit: 1 }))
  t.match(rows, [{ role: 'system', personId: undefined, email: undefined, action: 'refused' }])
  t.equal(rows[0]?.subjectKey, '{"run":"c0ffee"}')
})

t.test('nobody is noted in another’s name, or in another role', async (t) => {
  const { as, kim, ann, identity } = await lake()
  for (const forged of [
    { ...identity, personId: ann, role: 'principal' },
    { ...identity, personId: kim, role: 'finance' },
    { ...identity, personId: undefined, role: 'system' },
  ] as const)
    await t.rejects(
      as({ role: 'principal', personId: kim }, async (trx) => noteRefusal(trx, forged, REFUSED)),
      { kind: 'forbidden', message: /may not/ },
    )
})

t.test('whatever was asked for can be noted, and fills no more than a line', async (t) => {
  const { as, kim } = await lake()
  const odd = ['\u0000', '\ud800', '"}\\', 'x'.repeat(5000), '😀'.repeat(200)]
  const asKim = { role: 'principal', personId: kim } as const
  for (const run of odd)
    await as(asKim, async (trx, identity) => noteRefusal(trx, identity, { operation: 'run', key: { run } }))
  const { rows } = await as(asKim, async (trx) => listAudit(trx, { after: undefined, limit: 9 }))
  t.strictSame(
    rows.map(({ subjectKey }) => JSON.parse(subjectKey).run).reverse(),
    odd.map((text) => text.slice(0, 200)),
  )
})

t.test('but for finance everybody reads what they did themselves, and no more', async (t) => {
  const { as, kim, rename } = await lake()
  await rename(1, 'Aspen')
  for (const role of ['analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const) {
    const listed = await as({ role, personId: kim }, async (trx, identity) => {
      await noteRefusal(trx, identity, REFUSED)
      return listAudit(trx, { after: undefined, limit: 9 })
    })
    t.ok(listed.rows.length > 0, role)
    t.ok(
      listed.rows.every(({ personId }) => personId === kim),
      role,
    )
  }
})

t.test('pages hold every entry once, newest first, while others are made', async (t) => {
  const { inside, seen, rename } = await lake()
  const before = await seen({})
  const listed = await inPages(
    (wish) => inside(async (trx) => listAudit(trx, wish)),
    2,
    async (page) => rename(page, `name ${page}`),
  )
  t.strictSame(
    listed.map(({ subject, action }) => `${subject} ${action}`),
    before,
    'what is newer than the first page is on no later one',
  )
  t.equal(new Set(listed.map(({ entryId }) => entryId)).size, before.length)
})
