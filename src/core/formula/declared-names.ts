import { isEnough } from '../problems/many-problems.ts'
import { type Place, type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { nearest } from '../text/nearest.ts'
import type { FormulaDefinition } from './definition.ts'
import { isFunctionName } from './functions.ts'
import { leavesOf } from './read-parameters.ts'
import { RESERVED_WORDS } from './syntax.ts'

/** Prefixes that the language itself gives a meaning: lines, figures, adjustments, and the two datasets every run may have. */
const NAME_PREFIXES = ['line', 'figure', 'adjustment', 'now', 'prior'] as const

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u

interface Declared {
  readonly name: string
  readonly pointer: string
  /** The name is a key, and what stands there is its value. */
  readonly isKey?: true
}

/** Reports every name of a formula that is malformed, reserved, or declared twice. */
export function checkDeclaredNames(
  definition: FormulaDefinition,
  pointer: string,
  problems: Problem[],
): void {
  const keysOf = (part: 'needs' | 'measures' | 'groups'): Declared[] =>
    Object.keys(definition[part] ?? {}).map((name) => ({
      name,
      pointer: `${pointer}/${part}/${escapePointer(name)}`,
      isKey: true,
    }))
  const parameters = leavesOf(definition.parameters ?? {}, `${pointer}/parameters`, '').map(
    (leaf): Declared => ({ name: leaf.name, pointer: leaf.pointer, isKey: true }),
  )
  const shared = [...keysOf('needs'), ...parameters, ...keysOf('measures'), ...keysOf('groups')]
  const idsOf = (part: 'lines' | 'adjustments' | 'figures'): Declared[] =>
    (definition[part] ?? []).map(({ id }, i) => ({ name: id, pointer: `${pointer}/${part}/${i}/id` }))
  const funds = definition.funds.map((fund, i) => ({
    name: typeof fund === 'string' ? fund : fund.id,
    pointer: `${pointer}/funds/${i}`,
  }))
  for (const each of shared) checkForm(each, problems)
  const members = new Set(
    [...keysOf('needs'), ...parameters, ...keysOf('measures')].map(({ name }) => name.normalize('NFC')),
  )
  checkMembers(definition.groups ?? {}, members, { pointer: `${pointer}/groups`, problems })
  const money = [...idsOf('lines'), ...idsOf('adjustments')]
  for (const each of [...money, ...idsOf('figures')]) checkForm(each, problems, false)
  for (const space of [shared, money, idsOf('figures'), funds]) refuseTwice(space, problems)
}

/** A group names needs and measures, each once: a second mention would be counted twice. */
function checkMembers(
  groups: Readonly<Record<string, readonly string[]>>,
  known: ReadonlySet<string>,
  { pointer, problems }: { pointer: string; problems: Problem[] },
): void {
  for (const [name, members] of Object.entries(groups)) {
    for (const [i, member] of members.entries()) {
      const at = { kind: 'document', pointer: `${pointer}/${escapePointer(name)}/${i}` } as const
      if (isEnough(problems, at)) return
      if (members.indexOf(member) < i) {
        const message = `"${member}" stands twice in the group ${name}`
        problems.push(problem('NAME_CLASH', { at, message, found: member, expected: 'each member once' }))
      } else if (!known.has(member.normalize('NFC'))) {
        const meant = nearest(member, known)
        problems.push(
          problem('NAME_UNKNOWN', {
            at,
            message: `nothing in this formula is called "${member}"`,
            found: member,
            expected: 'a need, a parameter or a measure',
            suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
          }),
        )
      }
    }
  }
}

function checkForm(declared: Declared, problems: Problem[], mayClash = true): void {
  const { name } = declared
  const at = placeOf(declared)
  const parts = name.split('.')
  if (!parts.every((part) => NAME.test(part))) {
    const mended = parts
      .map((part) => part.replaceAll(/[^\p{L}\p{N}_]/gu, '_').replace(/^(\p{N})/u, 'n$1'))
      .join('.')
    const expected = 'letters, digits and underscores, starting with a letter'
    problems.push(
      problem('NAME_FORM', {
        at,
        message: `"${name}" cannot be a name`,
        found: name,
        expected,
        suggestion: `write ${mended}`,
      }),
    )
    return
  }
  const [first = ''] = parts
  const isPrefix = NAME_PREFIXES.some((prefix) => prefix === first)
  const isTaken = RESERVED_WORDS.has(name) || (mayClash && (isFunctionName(name) || isPrefix))
  if (!isTaken) return
  problems.push(
    problem('NAME_RESERVED', {
      at,
      message: `"${name}" already means something in the formula language`,
      found: name,
      suggestion: `write ${name}_value, or another word of the field`,
    }),
  )
}

function refuseTwice(declared: readonly Declared[], problems: Problem[]): void {
  const first = new Map<string, string>()
  for (const each of declared) {
    const { name, pointer } = each
    const before = first.get(name)
    if (before === undefined) {
      first.set(name, pointer)
      continue
    }
    problems.push(
      problem('NAME_CLASH', {
        at: placeOf(each),
        message: `"${name}" is declared twice`,
        found: `${before} and ${pointer}`,
        expected: 'one meaning for a name among needs, parameters, measures and groups',
        suggestion: 'rename one of them',
      }),
    )
  }
}

function placeOf({ pointer, isKey }: Declared): Place {
  return { kind: 'document', pointer, ...(isKey && { isKey }) }
}
