import { z } from 'zod'

/** A text that is taken and never given: its marks are those of JSON Schema and OpenAPI for it. */
export const secret = z.string().min(1).max(1000).meta({ format: 'password', writeOnly: true })

/** Whether one of the fields of a body is secret, so that nothing of the body may be quoted. */
export function takesSecret(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && Object.values(schema.shape).some(isSecret)
}

function isSecret(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional) return isSecret(schema.unwrap())
  return schema instanceof z.ZodType && schema.meta()?.['writeOnly'] === true
}
