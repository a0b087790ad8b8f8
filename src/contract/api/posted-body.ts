import { z } from 'zod'
import { text } from '../schema/fields.ts'
import { scenarioSchema } from '../schema/scenario-schema.ts'

/** How many files one request brings, and how many scenarios are compared at a time. */
export const POSTED_LIMITS = { files: 64, name: 300, scenarios: 10 } as const

/** Bytes that are not text in UTF-8, such as a CSV file in windows-1252. */
const encoded = z.strictObject({ base64: z.base64() })

const fileName = z.string().min(1).max(POSTED_LIMITS.name)

/** A file: its text, its bytes, or, of a scenario, the document itself. */
const files = z
  .record(fileName, z.union([z.string(), encoded, scenarioSchema]))
  .refine((map) => Object.keys(map).length <= POSTED_LIMITS.files, `at most ${POSTED_LIMITS.files} files`)

/** Files by the names they call each other by, and which of them is meant. */
export const filesBodySchema = z.strictObject({ files, scenario: text })

/** A document that needs no other, as `leeway bundle` writes it, or files. */
export const oneScenarioBody = z.union([scenarioSchema, filesBodySchema])

/** Files, and which of them are the scenarios, in their order. */
export const severalScenariosBody = z.strictObject({
  files,
  scenarios: z.array(text).min(2).max(POSTED_LIMITS.scenarios),
})

/** The same, of the scenario before and the one after. */
export const twoScenariosBody = z.strictObject({ files, scenarios: z.array(text).min(2).max(2) })

export type FilesBody = z.infer<typeof filesBodySchema>
