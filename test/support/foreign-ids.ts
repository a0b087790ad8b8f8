import { ofSchools, type Role } from '../../src/contract/api/roles.ts'
import { comparable, type Kind, type Position } from './id-positions.ts'
import type { Sender } from './sender.ts'

export interface Matrix {
  readonly positions: readonly Position[]
  readonly roles: readonly Role[]
  readonly as: (role: Role) => Sender
  /** Ids that those who ask may not see. */
  readonly foreign: (kind: Kind) => string | undefined
  /** Where an id of the kind stands in the open for this role, so that nothing is to be hidden. */
  readonly isOpen?: (kind: Kind, role: Role) => boolean
  /** What must be in no answer. */
  readonly secret: RegExp
}

export interface Found {
  readonly requests: number
  /** `operation role`, once for each answer that says that something is not there. */
  readonly inVain: readonly string[]
  /** One sentence each. */
  readonly leaks: readonly string[]
}

/** Sends each id at its places, and beside it one that is nowhere: both answers have to be the same, and tell nothing. */
export async function tried({ positions, roles, as, foreign, isOpen, secret }: Matrix): Promise<Found> {
  const leaks: string[] = []
  const inVain: string[] = []
  let requests = 0
  for (const position of positions) {
    const sent = foreign(position.kind)
    if (sent === undefined) continue
    for (const role of roles) {
      if (isOpen?.(position.kind, role) === true) continue
      const answers: string[] = []
      for (const each of [sent, nearby(sent)]) {
        const { method, path, body, headers } = position.asked(each, role)
        const answer = await as(role).send(method, path, body, headers)
        requests += 1
        const text = comparable(answer, each)
        answers.push(text)
        const { status } = answer
        const expected = expectedOf(position, role)
        const what = `${position.name} as ${role}: ${status}`
        if (!expected.includes(status)) leaks.push(`${what} and not ${expected.join(' or ')} ${answer.text}`)
        if (secret.test(text)) leaks.push(`${what} tells ${secret.exec(text)?.[0]}`)
        const isUnseen = status === 404 || /"code":"(?:NOT_THERE|ADDRESS_UNKNOWN)"/.test(answer.text)
        if (isUnseen) inVain.push(`${position.operation} ${role}`)
      }
      if (answers[0] !== answers[1])
        leaks.push(`${position.name} as ${role} differs: ${answers[0]} and of nothing ${answers[1]}`)
    }
  }
  return { requests, inVain, leaks }
}

/** An id or name that is nowhere, and stands beside the other in every order. */
function nearby(sent: string): string {
  const last = sent.at(-1) ?? ''
  const instead = /[0-9a-e]/.test(last) ? String.fromCodePoint((last.codePointAt(0) ?? 0) + 1) : 'd'
  return sent.slice(0, -1) + (instead === ':' ? 'a' : instead)
}

function expectedOf({ name, where, operation, access }: Position, role: Role): readonly number[] {
  if (access !== 'public' && !access.includes(role)) return [403]
  if (where === 'path') return [404]
  // A list of what is there with it is empty.
  if (where === 'query') return BY_QUERY[name] ?? BY_QUERY[operation] ?? [200]
  // A sweep or all sheets tell of all schools, and who has some is told so before anything is looked for.
  if (OF_ALL_SCHOOLS.includes(name) && ofSchools(role)) return [403]
  if (where === 'body') return [404, 422]
  return operation === 'check' ? [200] : [422]
}

const OF_ALL_SCHOOLS: readonly string[] = [
  'createJob: body scenario',
  'createJob: body run',
  'createJob: body against',
]

const BY_QUERY: Readonly<Record<string, readonly number[]>> = {
  diffScenario: [404],
  explain: [422],
  runBoard: [404],
  runJournal: [422],
  checkJournal: [422],
  'checkDataset: query mapping': [422],
  'uploadDataset: query mapping': [422],
  'importDataset: query mapping': [422],
}
