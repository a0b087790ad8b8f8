import { ROUTES } from '../../contract/api/routes.ts'
import { asTold } from '../../contract/api/wire-problem.ts'
import type { FileReading, Files } from '../files.ts'
import type { Refused } from './no-result.ts'
import { type Posted, readPosted } from './posted-files.ts'
import { tooManySchools } from './too-many-schools.ts'

export interface RunBodies {
  readonly kind: 'files'
  readonly files: Files
  /** Of each body its scenario, in their order. */
  readonly paths: readonly string[]
}

/** Runs that were put together, as files in memory that may name each other and nothing else. */
export async function runBodies(
  bodies: readonly Uint8Array[],
  { rowLimit }: { readonly rowLimit: number },
): Promise<RunBodies | Refused> {
  const all: Posted[] = []
  for (const bytes of bodies) {
    const { bodyKind: kind, body: schema } = ROUTES.compute
    const reading = await readPosted({ bytes, form: 'json', rowLimit, kind, schema })
    if (reading.kind === 'refused') return { kind: 'refused', why: 'input', ...asTold(reading.problems) }
    const { posted } = reading
    if (posted.rows > rowLimit)
      return {
        kind: 'refused',
        why: 'too-large',
        ...asTold([tooManySchools('the run has', posted.rows, rowLimit)]),
      }
    all.push(posted)
  }
  return { kind: 'files', files: filesOf(all), paths: all.map(({ paths: [path = ''] }) => path) }
}

/** A file is called after the kept version that it is: where two bodies have one of a name, it is the same. */
function filesOf(all: readonly Posted[]): Files {
  return {
    read: async (path, beside) => {
      let last: FileReading = { kind: 'missing' }
      for (const { files } of all) {
        last = await files.read(path, beside)
        if (last.kind === 'bytes') break
      }
      return last
    },
  }
}
