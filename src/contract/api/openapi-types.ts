import type { z } from 'zod'

/** An OpenAPI 3.1 document, as far as readers of ours look into it. */
export interface OpenapiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: object
  }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenapiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: object
  }
  readonly [field: string]: unknown
}

export interface OpenapiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly object[]
  readonly parameters?: readonly OpenapiParameter[]
  readonly requestBody?: { readonly required: true; readonly content: OpenapiContent }
  readonly responses: Readonly<Record<string, OpenapiResponse>>
}

export interface OpenapiParameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type OpenapiContent = Readonly<Record<string, { readonly schema: JsonSchema }>>

export interface OpenapiResponse {
  readonly description: string
  readonly headers?: object
  readonly content?: OpenapiContent
}

export type JsonSchema = Readonly<Record<string, unknown>>

/** The JSON Schemas of the contract: those that have names by them, and every other that a route uses. */
export interface Schemas {
  readonly named: Readonly<Record<string, JsonSchema>>
  of(schema: z.ZodType): JsonSchema
}
