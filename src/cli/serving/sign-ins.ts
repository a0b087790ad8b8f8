import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Office } from '../../app/service/stored-request.ts'
import { type Role, SCOPES } from '../../contract/api/roles.ts'
import { addKey } from '../../store/api-keys.ts'
import { systemOf } from '../../store/districts.ts'
import type { Store } from '../../store/open-store.ts'
import { setPassword } from '../../store/passwords.ts'
import { withDistrict } from '../../store/with-district.ts'

export interface DemonstrationPerson {
  readonly role: Role
  readonly email: string
  readonly personId: string
}

/** How to get into the demonstration on this machine. */
export interface SignIns {
  readonly people: readonly { readonly role: Role; readonly email: string; readonly password: string }[]
  /** An API key of its finance person. */
  readonly key: string
}

const FILE = 'demonstration-sign-ins.json'
const KEY_DAYS = 366

/**
 * The sign-ins of the demonstration. They were made at random on this machine and are kept beside its database, where
 * only its owner reads them; where that file is not there, or of another database, new ones are made.
 */
export async function signIns(
  { pool }: Store,
  office: Office,
  {
    districtId,
    people,
    dataDir,
  }: {
    readonly districtId: string
    readonly people: readonly DemonstrationPerson[]
    readonly dataDir: string
  },
): Promise<SignIns> {
  const kept = readKept(join(dataDir, FILE))
  const known = kept && (await office.identify('key', kept.key))
  if (kept !== undefined && known?.person.districtId === districtId) return kept
  const made = await withDistrict(pool, systemOf(districtId), async (trx) => {
    const list: SignIns['people'][number][] = []
    for (const { role, email, personId } of people) {
      const password = randomBytes(12).toString('base64url')
      await setPassword(trx, systemOf(districtId), personId, password)
      list.push({ role, email, password })
    }
    const [finance] = people
    if (finance === undefined) throw new Error('the demonstration has people')
    const asked = { personId: finance.personId, name: 'npm start', scopes: SCOPES, days: KEY_DAYS }
    const { text: key } = await addKey(trx, systemOf(districtId), asked)
    return { people: list, key }
  })
  keep(dataDir, made)
  return made
}

function readKept(path: string): SignIns | undefined {
  try {
    // Written below, and by nobody else.
    return JSON.parse(readFileSync(path, 'utf8')) as SignIns
  } catch {
    return undefined
  }
}

function keep(dataDir: string, made: SignIns): void {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
