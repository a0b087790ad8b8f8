import { z } from 'zod'

/**
 * Of what an address has in the places of ids, what can be one; null for all else. That is told to nobody and noted
 * nowhere: it may be a key that was put in the wrong place.
 */
export function possibleIds(
  { shape }: z.ZodObject,
  written: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> {
  const ids = Object.entries(written).map(([name, text]) => {
    const schema: unknown = Object.hasOwn(shape, name) ? shape[name] : undefined
    return [name, schema instanceof z.ZodType && schema.safeParse(text).success ? text : null] as const
  })
  return Object.fromEntries(ids)
}
