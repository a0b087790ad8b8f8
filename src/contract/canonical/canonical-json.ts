import { sha256Hex } from '#sha256'
import { compareCodePoints } from '../../core/text/code-points.ts'

/** A part of a document that somebody who knew how has written in canonical form already. */
export class WrittenJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): unknown {
    return JSON.parse(this.text)
  }
}

/** JSON in one form: keys by code point, no white space, nothing undefined. Equal documents give equal bytes. */
export function canonicalJson(value: unknown): string {
  if (value instanceof WrittenJson) return value.text
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = sortedEntries(value).map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`)
  return `{${members.join(',')}}`
}

/** The same document over several lines, for a person to read; what holds nothing but texts stays on one line. */
export function readableJson(value: unknown, indent = ''): string {
  const deeper = `${indent}  `
  const within = ([open, close]: readonly [string, string], members: readonly string[]): string =>
    `${open}\n${members.map((member) => deeper + member).join(',\n')}\n${indent}${close}`
  if (value instanceof WrittenJson) return readableJson(value.toJSON(), indent)
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each !== 'object')) return JSON.stringify(value)
    return within(
      ['[', ']'],
      value.map((each) => readableJson(each, deeper)),
    )
  }
  if (!isObject(value)) return JSON.stringify(value)
  const entries = sortedEntries(value)
  const isFlat = entries.every(([, each]) => typeof each !== 'object')
  const members = entries.map(([key, each]) => `${JSON.stringify(key)}: ${readableJson(each, deeper)}`)
  if (members.length === 0) return '{}'
  return isFlat && indent !== '' ? `{ ${members.join(', ')} }` : within(['{', '}'], members)
}

/** `sha256:…` of a document's canonical form. */
export function documentHash(value: unknown): string {
  return textHash(canonicalJson(value))
}

/** `sha256:…` of a text in UTF-8, or of its bytes: of a document in canonical form, the hash of the document. */
export function textHash(text: string | Uint8Array): string {
  return `sha256:${sha256Hex(text)}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => compareCodePoints(a, b))
}
