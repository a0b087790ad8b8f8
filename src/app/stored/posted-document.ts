import { asTold, type WireProblem } from '../../contract/api/wire-problem.ts'
import { createSourceMap, type LocatedProblem, type SourceMap } from '../../contract/report/source-map.ts'
import { type ScenarioFile, scenarioSchema } from '../../contract/schema/scenario-schema.ts'
import { decodeText } from '../../contract/source/decode-text.ts'
import { readDocument, validate } from '../../contract/source/read-document.ts'
import { type Outcome, outcome, type Problem } from '../../core/problems/problem.ts'
import { versionProblem } from '../resolve-scenario.ts'
import type { Refused } from '../service/no-result.ts'

/** A document that was posted to be kept, and where in it its parts are. */
export interface PostedDocument {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sourceMap: SourceMap
}

export function postedDocument(name: string, bytes: Uint8Array): PostedDocument {
  return { name, bytes, sourceMap: createSourceMap(name) }
}

/** Reads it as every scenario file is read, under the same limits. */
export function readScenarioFile({ name, bytes, sourceMap }: PostedDocument): Outcome<ScenarioFile> {
  const text = decodeText(bytes, name)
  const document = text.kind === 'done' ? readDocument(text.value, name) : text
  if (document.kind === 'failed') return document
  sourceMap.addDocument('', document.value)
  const version = versionProblem(document.value, '')
  if (version !== undefined) return { kind: 'failed', problems: [version] }
  const { value, problems } = validate(scenarioSchema, document.value)
  if (value !== undefined) return outcome(problems, () => value)
  return { kind: 'failed', problems }
}

/** Why it is not kept: each problem at its place in the body. */
export function refusal(
  why: Refused['why'],
  problems: readonly Problem[],
  { sourceMap }: PostedDocument,
): Refused {
  return { kind: 'refused', why, ...asTold(inBody(problems, sourceMap)) }
}

export function inBody(problems: readonly Problem[], { locate }: SourceMap): WireProblem[] {
  return problems.map(locate).map(pointed)
}

function pointed(found: LocatedProblem): WireProblem {
  const { pointer } = found.where
  return { ...found, ...(pointer !== undefined && { pointer }) }
}
