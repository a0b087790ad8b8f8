import { z } from 'zod'
import { fieldProblems } from '../schema/field-problems.ts'
import type { WireProblem } from './wire-problem.ts'

const MOST_PARAMETERS = 50

export type QueryReading =
  | { readonly kind: 'read'; readonly query: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly problems: readonly WireProblem[] }

/** Reads the part of an address behind its question mark. Each parameter stands once, unless its schema is a list. */
export function readQuery(schema: z.ZodObject, url: string): QueryReading {
  const mark = url.indexOf('?')
  const written = [...new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))]
  const names = [...new Set(written.slice(0, MOST_PARAMETERS + 1).map(([name]) => name))]
  const query = Object.fromEntries(
    names.map((name) => {
      const values = written.filter((each) => each[0] === name).map(([, value]) => value)
      return [name, isList(schema.shape[name]) || values.length > 1 ? values : values[0]]
    }),
  )
  const parsed = schema.safeParse(query)
  if (parsed.success) return { kind: 'read', query: parsed.data }
  const problems = fieldProblems(schema, parsed.error, query).map(({ at, ...rest }): WireProblem => {
    const pointer = at.kind === 'document' ? at.pointer : ''
    return { ...rest, parameter: pointer.split('/')[1] ?? '', where: {} }
  })
  return { kind: 'refused', problems }
}

function isList(schema: unknown): boolean {
  return schema instanceof z.ZodOptional ? isList(schema.unwrap()) : schema instanceof z.ZodArray
}
