import type { Checked } from '../../formula/checked.ts'
import { partsOf } from '../../formula/checked-parts.ts'

type Aggregate = Extract<Checked, { kind: 'aggregate' }>

/**
 * The aggregates of an expression, each after those inside it. A line before its rounding is looked into as well,
 * by its expressions: a run that has taken the line over has not met its aggregates.
 */
export function aggregatesIn(
  node: Checked,
  ofLine: (id: string) => readonly Checked[],
): readonly Aggregate[] {
  const parts = node.kind === 'line' && !node.rounded ? ofLine(node.id) : partsOf(node)
  const within = parts.flatMap((part) => aggregatesIn(part, ofLine))
  return node.kind === 'aggregate' ? [...within, node] : within
}
