import type { Refusal } from '../app/service/stored-request.ts'
import { addressText, type PinnedAddress } from '../app/stored/addresses.ts'
import { keptFile, keptIn, withKeptNamed } from '../app/stored/kept-files.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { type KeptName, keptNames } from '../store/kept-names.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Trx } from '../store/with-district.ts'

/**
 * Problems of what is kept, which name it as whoever reads them knows it: `datasets/Fall counts@3`, an address that can be
 * written into a scenario. Where several have that name the id stands first, and alone where it may not be seen. A kept
 * version has no lines, and its rows are not those of the file it came from: a place in it is a pointer, or a school
 * and a column.
 */
export async function namedProblems(
  trx: Trx,
  problems: readonly WireProblem[],
): Promise<readonly WireProblem[]> {
  const addresses = problems.flatMap((each) => textsOf(each).flatMap(keptIn))
  if (addresses.length === 0) return problems
  const names = new Map<string, KeptName>()
  for (const kind of ['formula', 'dataset', 'scenario'] as const) {
    const ids = addresses.filter((address) => address.kind === kind).map(({ id }) => id)
    for (const [id, name] of await keptNames(trx, kind, [...new Set(ids)])) names.set(id, name)
  }
  const wordsOf = (address: PinnedAddress): string | undefined => {
    const found = names.get(address.id)
    if (found === undefined) return undefined
    const named = addressText({ ...address, id: found.name })
    return found.isShared ? `${addressText(address)} (${found.name})` : named
  }
  return problems.map((each) => named(each, (text) => withKeptNamed(text, wordsOf)))
}

/** The same of a request that came to nothing. */
export async function namedRefusal(trx: Trx, refusal: Refusal): Promise<Refusal> {
  const { problems } = refusal
  return problems === undefined ? refusal : { ...refusal, problems: await namedProblems(trx, problems) }
}

/** Problems of a version that is made of what was posted: their place is one in the body. */
export function inPosted(
  problems: readonly WireProblem[],
  scenario: VersionRef,
  body: string,
): readonly WireProblem[] {
  const file = keptFile({ kind: 'scenario', ...scenario }, 'json')
  return problems.map((each): WireProblem => {
    const { pointer: _, where, ...rest } = each
    if (where.file !== file) return each
    const { file: _file, line: _line, column: _column, excerpt: _excerpt, ...place } = where
    const { pointer } = where
    return { ...rest, ...(pointer !== undefined && { pointer }), where: { file: body, ...place } }
  })
}

function textsOf({ message, found = '', expected = '', suggestion = '', where }: WireProblem): string[] {
  return [message, found, expected, suggestion, where.file ?? '']
}

function named(problem: WireProblem, rename: (text: string) => string): WireProblem {
  const { message, found, expected, suggestion, pointer, where, ...rest } = problem
  const { file, ...place } = where
  const isKept = file !== undefined && keptIn(file).length > 0
  return {
    ...rest,
    message: rename(message),
    ...(found !== undefined && { found: rename(found) }),
    ...(expected !== undefined && { expected: rename(expected) }),
    ...(suggestion !== undefined && { suggestion: rename(suggestion) }),
    // Into a body that nobody has posted.
    ...(pointer !== undefined && !pointer.startsWith('/files/') && { pointer }),
    where: {
      ...(file !== undefined && { file: rename(file) }),
      ...(isKept ? withoutLines(place) : place),
    },
  }
}

type Place = Omit<WireProblem['where'], 'file'>

const OF_A_FILE: ReadonlySet<string> = new Set<keyof Place>(['line', 'column', 'row', 'excerpt'])

function withoutLines(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([key]) => !OF_A_FILE.has(key)))
}
