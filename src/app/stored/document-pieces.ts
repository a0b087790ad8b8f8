import { canonicalJson } from '../../contract/canonical/canonical-json.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import type { Slot } from './slot.ts'

/** A document some of whose texts are not known yet. */
export type Draft =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, Draft | undefined>> }

/** A document as canonical JSON, cut at its slots: one piece more than there are of these. */
export interface Pieces {
  readonly pieces: readonly string[]
  readonly slots: readonly Slot[]
}

export function piecesOf(draft: Draft): Pieces {
  const slots: Slot[] = []
  const pieces: string[] = []
  let piece = ''
  const visit = (part: Draft): void => {
    if (part.kind === 'value') piece += canonicalJson(part.value)
    if (part.kind === 'slot') {
      slots.push(part.slot)
      pieces.push(piece)
      piece = ''
    }
    if (part.kind !== 'fields') return
    const fields = Object.entries(part.fields)
      .filter((field): field is [string, Draft] => field[1] !== undefined)
      .sort(([a], [b]) => compareCodePoints(a, b))
    piece += '{'
    for (const [i, [key, value]] of fields.entries()) {
      piece += `${i === 0 ? '' : ','}${JSON.stringify(key)}:`
      visit(value)
    }
    piece += '}'
  }
  visit(draft)
  return { pieces: [...pieces, piece], slots }
}

/** The fields of a value, none of which is a slot. */
export function valuesOf(value: object): Record<string, Draft | undefined> {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      each === undefined ? undefined : { kind: 'value', value: each },
    ]),
  )
}
