import type { Span } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import type { Checked } from './checked.ts'
import { FUNCTIONS, isFunctionName } from './functions.ts'
import { type Checking, type Meaning, noteRead } from './scope.ts'
import { decimalOf } from './types.ts'
import { MONEY } from './units.ts'

/** Finds what a single name stands for; reports a name that stands for nothing. */
export function checkName(checking: Checking, name: string, span: Span): Checked | undefined {
  const meaning = checking.scope.names.get(name)
  if (meaning !== undefined) return checkMeaning(checking, meaning, { name, span })
  const input = inputOfDataset(checking, name)
  if (input !== undefined) {
    noteRead(checking.scope, input.dataset, input.name)
    return { kind: 'input', dataset: input.dataset, name: input.name, type: input.type, span }
  }
  const line = lineId(checking, name)
  if (line !== undefined) return { kind: 'line', id: line, rounded: true, type: decimalOf(MONEY), span }
  const adjusted = checkAdjusted(checking, name, span)
  if (adjusted !== undefined) return adjusted
  reportUnknown(checking, name, span)
  return undefined
}

/** The names from one member of a declared group to another; reports a range that no group holds. */
export function rangeMembers(
  checking: Checking,
  range: { readonly from: string; readonly to: string; readonly span: Span },
): readonly string[] | undefined {
  for (const members of checking.scope.groups.values()) {
    const start = members.indexOf(range.from)
    const end = members.indexOf(range.to)
    if (start >= 0 && end >= start) return members.slice(start, end + 1)
  }
  checking.report('RANGE_NOT_IN_GROUP', range.span, {
    message: `no group runs from ${range.from} to ${range.to}`,
    found: `${range.from}..${range.to}`,
    expected: 'the first and the last name of a stretch of one declared group',
    suggestion: 'declare the order under groups: name: [first, …, last]',
  })
  return undefined
}

/** A need read from a named dataset, as in `prior.enrollment`. */
export function inputOfDataset(
  checking: Checking,
  name: string,
): { dataset: string; name: string; type: Checked['type'] } | undefined {
  const dot = name.indexOf('.')
  const dataset = name.slice(0, Math.max(dot, 0))
  if (!checking.scope.datasets.has(dataset)) return undefined
  const meaning = checking.scope.names.get(name.slice(dot + 1))
  if (meaning?.kind !== 'need') return undefined
  return { dataset, name: meaning.need.name, type: meaning.need.type }
}

/** The id in `line.ID` when the formula has that line. */
export function lineId(checking: Checking, name: string): string | undefined {
  if (!name.startsWith('line.')) return undefined
  const id = name.slice('line.'.length)
  return checking.scope.lines.has(id) ? id : undefined
}

/** `subtotal` and `adjustment.ID`, where adjustments can be named. */
function checkAdjusted({ adjustments }: Checking, name: string, span: Span): Checked | undefined {
  if (adjustments === undefined) return undefined
  if (name === 'subtotal') return { kind: 'subtotal', type: decimalOf(MONEY), span }
  const id = name.startsWith('adjustment.') ? name.slice('adjustment.'.length) : ''
  return adjustments.includes(id) ? { kind: 'adjustment', id, type: decimalOf(MONEY), span } : undefined
}

function checkMeaning(
  checking: Checking,
  meaning: Meaning,
  { name, span }: { name: string; span: Span },
): Checked | undefined {
  switch (meaning.kind) {
    case 'need': {
      const { dataset, type } = meaning.need
      return { kind: 'input', dataset, name, type, span }
    }
    case 'measure':
      return meaning.type === undefined ? undefined : { kind: 'measure', name, type: meaning.type, span }
    case 'faulty':
      return undefined
    case 'group':
      checking.report('TYPE_MISMATCH', span, {
        message: `${name} is a group of ${meaning.members.length} names, and one value is needed here`,
        found: name,
        expected: 'one value',
        suggestion: `write sum(${name})`,
      })
      return undefined
    case 'parameter': {
      const { parameter } = meaning
      if (parameter.kind === 'number')
        return { kind: 'parameter', name, type: decimalOf(parameter.unit), span }
      checking.report('TYPE_MISMATCH', span, {
        message: `${name} is a ${parameter.kind}: it gives a number only for a value to look up`,
        found: name,
        expected: 'one value',
        suggestion: `write ${name}(…)`,
      })
      return undefined
    }
    default:
      return meaning satisfies never
  }
}

function reportUnknown(checking: Checking, name: string, span: Span): void {
  checking.report('NAME_UNKNOWN', span, {
    message: `nothing in this formula is called "${name}"`,
    found: name,
    expected: 'a need, a parameter, a measure or line.ID',
    ...adviceFor(checking, name),
  })
}

function adviceFor(checking: Checking, name: string): { suggestion?: string } {
  const { scope } = checking
  if (name.startsWith('adjustment.') || name === 'subtotal') {
    return {
      suggestion:
        'lines and measures come before every adjustment, and an adjustment sees only those above it',
    }
  }
  const inside = [...scope.names.keys()].filter((each) => each.startsWith(`${name}.`)).slice(0, 4)
  if (inside.length > 0) return { suggestion: `it is a group of parameters: write ${inside.join(' or ')}` }
  if (scope.lines.has(name)) return { suggestion: `write line.${name} for the rounded amount of that line` }
  if (isFunctionName(name)) return { suggestion: `it is a function: ${FUNCTIONS[name].doc} Write ${name}(…)` }
  const [dataset = '', need] = name.split('.')
  if (need !== undefined && dataset !== 'line' && scope.names.get(need)?.kind === 'need') {
    const known = nearest(dataset, scope.datasets)
    if (known !== undefined) return { suggestion: `did you mean ${known}.${need}?` }
    return { suggestion: `declare the dataset: datasets: [${dataset}]` }
  }
  const meant = nearest(name, [...scope.names.keys(), ...[...scope.lines].map((id) => `line.${id}`)])
  if (meant !== undefined) return { suggestion: `did you mean ${meant}?` }
  return {}
}
