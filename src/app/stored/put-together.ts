import type { WireProblem } from '../../contract/api/wire-problem.ts'
import { SOURCE_LIMITS } from '../../contract/source/source-document.ts'
import type { PinnedAddress } from './addresses.ts'
import { type Gathering, gatherScenario } from './gather-parts.ts'
import type { Kept } from './kept.ts'

export type PutTogether =
  | {
      readonly kind: 'done'
      /** The body that `POST /v1/compute` takes: `{files, scenario}`. */
      readonly body: Uint8Array
      /** Schools in all of its tables. */
      readonly rows: number
      /** Everything that the scenario is made of. */
      readonly sources: readonly PinnedAddress[]
    }
  | { readonly kind: 'failed'; readonly problems: readonly WireProblem[] }

/** Puts a kept scenario and all it names together into one request to compute it; `file` is its name there. */
export async function putTogether(content: string, kept: Kept, file = 'scenario.json'): Promise<PutTogether> {
  return together([{ file, content }], kept, { scenario: file })
}

/** Puts several together into `{files, scenarios}`, in their order, as comparing and splitting take it. */
export async function putSeveralTogether(contents: readonly string[], kept: Kept): Promise<PutTogether> {
  const roots = contents.map((content, i) => ({ file: `scenario-${i + 1}.json`, content }))
  return together(roots, kept, { scenarios: roots.map(({ file }) => file) })
}

async function together(
  roots: readonly { readonly file: string; readonly content: string }[],
  kept: Kept,
  meant: { readonly scenario: string } | { readonly scenarios: readonly string[] },
): Promise<PutTogether> {
  const gathering: Gathering = {
    kept,
    pause: async () => kept.pause?.(),
    files: new Map(),
    sources: new Map(),
    tables: new Map(),
    problems: [],
  }
  for (const root of roots) await gatherScenario({ ...root, above: [] }, gathering)
  const { files, sources, tables, problems } = gathering
  if (problems.length > 0) return { kind: 'failed', problems }
  const written: string[] = []
  for (const [name, text] of files) {
    written.push(`${JSON.stringify(name)}:${JSON.stringify(text)}`)
    await gathering.pause()
  }
  const body = `{"files":{${written.join(',')}},${JSON.stringify(meant).slice(1)}`
  if (body.length > SOURCE_LIMITS.json.bytes) return { kind: 'failed', problems: [tooLarge(body.length)] }
  const rows = [...tables.values()].reduce((sum, { schools }) => sum + schools, 0)
  return { kind: 'done', body: new TextEncoder().encode(body), rows, sources: [...sources.values()] }
}

function tooLarge(characters: number): WireProblem {
  const megabytes = (size: number): string => `${Math.ceil(size / 1024 / 1024)} MB`
  return {
    code: 'ADDRESS_LIMIT',
    severity: 'error',
    message: 'the scenario and all it names are larger than what is computed at once',
    found: megabytes(characters),
    expected: `at most ${megabytes(SOURCE_LIMITS.json.bytes)}`,
    suggestion: 'keep datasets without the columns that the formula does not read',
    where: {},
  }
}
