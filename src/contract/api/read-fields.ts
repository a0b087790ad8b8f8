import type { z } from 'zod'
import { createSourceMap } from '../report/source-map.ts'
import { decodeText } from '../source/decode-text.ts'
import { readDocument, validate } from '../source/read-document.ts'
import { takesSecret } from './secret-fields.ts'
import type { WireProblem } from './wire-problem.ts'

export type FieldsReading =
  | { readonly kind: 'read'; readonly fields: unknown }
  | { readonly kind: 'refused'; readonly problems: readonly WireProblem[] }

const BODY = 'body.json'

/**
 * Reads a body of JSON and holds it against its schema: the same reader and the same words as for a file. Of a body that
 * has a secret nothing is quoted.
 */
export function readFields(schema: z.ZodType, bytes: Uint8Array): FieldsReading {
  const reading = quoting(schema, bytes)
  if (reading.kind === 'read' || !takesSecret(schema)) return reading
  return { kind: 'refused', problems: reading.problems.map(withoutQuotes) }
}

function withoutQuotes(quoting: WireProblem): WireProblem {
  const { found: _, where, ...problem } = quoting
  const { excerpt: __, ...place } = where
  return { ...problem, where: place }
}

function quoting(schema: z.ZodType, bytes: Uint8Array): FieldsReading {
  const text = decodeText(bytes.length === 0 ? EMPTY : bytes, BODY)
  const map = createSourceMap(BODY)
  if (text.kind === 'failed') return { kind: 'refused', problems: text.problems.map(map.locate) }
  const document = readDocument(text.value, BODY)
  if (document.kind === 'failed') return { kind: 'refused', problems: document.problems.map(map.locate) }
  map.addDocument('', document.value)
  const { value, problems } = validate(schema, document.value)
  if (problems.length === 0) return { kind: 'read', fields: value }
  return {
    kind: 'refused',
    problems: problems.map(map.locate).map((each) => ({ ...each, pointer: each.where.pointer ?? '' })),
  }
}

/** Who sends nothing sends no fields. */
const EMPTY = new TextEncoder().encode('{}')
