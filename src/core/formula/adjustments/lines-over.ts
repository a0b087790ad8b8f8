import { type Problem, problem } from '../../problems/problem.ts'
import type { CheckedAdjustment, CheckedLine } from '../checked.ts'
import type { AdjustmentDefinition } from '../definition.ts'
import { type Of, type OneAdjustment, reportTarget } from './one-adjustment.ts'

/** The lines and earlier adjustments that one acts on; a pool's are those of its fund unless stated. */
export function linesOver(definition: AdjustmentDefinition, one: OneAdjustment): readonly string[] {
  const { lines, problems } = one.workplace
  // An earlier adjustment can be acted on where it holds money of its own, and not where it changed lines.
  const holding = one.checked.filter((each) => 'fund' in each).map(({ id }) => id)
  const known = new Set([...lines.map(({ id }) => id), ...holding])
  const protectedIds = new Set(definition.kind === 'scale_to_pool' ? definition.protect : [])
  const included = new Set((definition.include ?? []).map(({ line }) => line))
  for (const [i, id] of (definition.over ?? []).entries()) {
    if (!known.has(id)) reportTarget(`${one.place}/over/${i}`, id, { known, problems })
    const line = lines.find((each) => each.id === id)
    if (line?.restricted && !included.has(id)) reportRestricted(`${one.place}/over/${i}`, line, problems)
  }
  if (definition.over !== undefined)
    return [...new Set(definition.over)].filter((id) => !protectedIds.has(id))
  const fund = definition.kind === 'scale_to_pool' ? definition.fund : undefined
  const free = lines.filter(
    (line) => !protectedIds.has(line.id) && (!line.restricted || included.has(line.id)),
  )
  const ofFund = free.filter((line) => fund === undefined || line.fund === fund).map(({ id }) => id)
  return [
    ...ofFund,
    ...one.checked.filter((each) => isIn(each, fund) && !protectedIds.has(each.id)).map(({ id }) => id),
  ]
}

/** What counts toward a pool and is not scaled: the rest of its fund, or what is protected where no fund is stated. */
export function linesFixed(
  { fund, protect = [] }: Of<'scale_to_pool'>,
  over: readonly string[],
  { workplace: { lines }, checked }: OneAdjustment,
): readonly string[] {
  if (fund === undefined) return protect
  const ofFund = [
    ...lines.filter((line) => line.fund === fund).map(({ id }) => id),
    ...checked.filter((each) => isIn(each, fund)).map(({ id }) => id),
  ]
  return ofFund.filter((id) => !over.includes(id))
}

/** Whether an adjustment wrote money of its own into a fund, rather than onto lines. */
function isIn(adjustment: CheckedAdjustment, fund: string | undefined): boolean {
  return 'fund' in adjustment && (fund === undefined || adjustment.fund === fund)
}

function reportRestricted(pointer: string, { id, fund }: CheckedLine, problems: Problem[]): void {
  problems.push(
    problem('RESTRICTED_LINE', {
      at: { kind: 'document', pointer },
      message: `line ${id} is restricted money (fund ${fund}), which no adjustment touches without a reason`,
      found: id,
      suggestion: `include: [{ line: ${id}, reason: "…" }]`,
    }),
  )
}
