import { z } from 'zod'
import { adjustmentSchema } from './adjustment-schema.ts'
import { changeSchema } from './change-schema.ts'
import { datasetSchema } from './dataset-schema.ts'
import { date } from './fields.ts'
import { formulaSchema, lineSchema } from './formula-schema.ts'
import { scenarioSchema } from './scenario-schema.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

/**
 * The JSON Schema (draft 7, which editors know best) of a scenario file, from the schema that files are read with.
 *
 * Leeway reads every number and every yes or no of a file as the text that stands there. An editor reads `0.12` as a
 * number and `true` as a boolean. So each place that takes a text takes a number and a boolean here too, unless no
 * number or boolean could be written there, as where a date is wanted.
 */
export function scenarioJsonSchema(): object {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id })
  const schema = z.toJSONSchema(scenarioSchema, {
    target: 'draft-7',
    io: 'input',
    metadata: names,
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === date) jsonSchema.pattern = '^\\d{4}-\\d{2}-\\d{2}$'
      if (zodSchema === scenarioSchema) requireNow(jsonSchema)
      if (jsonSchema.type === 'string') widen(jsonSchema)
      // That the keys of a map are texts goes without saying.
      if ('propertyNames' in jsonSchema) delete jsonSchema.propertyNames
    },
  })
  const { $schema, ...rest } = schema
  return { $schema, title: 'Leeway scenario file, format 1', ...rest }
}

/** Parts that stand in several places, or that a reader of the schema may look for. */
const NAMED = {
  formula: formulaSchema,
  line: lineSchema,
  adjustment: adjustmentSchema,
  change: changeSchema,
  dataset: datasetSchema,
} as const

// A refinement of the schema, which JSON Schema can say as well: of datasets by name, one is called now.
function requireNow({ properties }: JsonSchema): void {
  const data = properties?.['data']
  const ways = typeof data === 'object' ? (data.anyOf ?? []) : []
  for (const way of ways) {
    if (typeof way !== 'object' || way.additionalProperties === undefined || way.properties) continue
    way.properties = { now: way.additionalProperties }
    way.required = ['now']
  }
}

function widen(schema: JsonSchema): void {
  const { const: only, enum: few, pattern } = schema
  const texts = only === undefined ? few : [only]
  if (texts !== undefined) {
    const others = texts.flatMap((text) => otherForms(String(text)))
    if (others.length === 0) return
    delete schema.type
    delete schema.const
    schema.enum = [...texts, ...others]
    return
  }
  const fits = (text: string): boolean => pattern === undefined || new RegExp(pattern, 'u').test(text)
  const types = [
    'string' as const,
    ...(fits('1') ? (['number'] as const) : []),
    ...(fits('true') ? (['boolean'] as const) : []),
  ]
  // The types of the library know one type only; JSON Schema takes a list of them.
  if (types.length > 1) Object.assign(schema, { type: types })
}

/** What a JSON or YAML reader makes of a text that stands in a file without quotes. */
function otherForms(text: string): (number | boolean)[] {
  if (text === 'true' || text === 'false') return [text === 'true']
  return /^\d+$/.test(text) ? [Number(text)] : []
}
