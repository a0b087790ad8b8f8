import { canonicalJson } from '../../contract/canonical/canonical-json.ts'
import { pointerSteps } from '../../core/text/json-pointer.ts'

/** One change of a document (RFC 6902), as its schema took it. */
export type Change =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value?: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }

export type Patched =
  | { readonly kind: 'patched'; readonly document: unknown }
  /** Which changes do not apply, each after those before it that do. */
  | {
      readonly kind: 'failed'
      readonly faults: readonly { readonly index: number; readonly message: string }[]
    }

/** Copies of copies double each time: forty of them would be more than there is memory. */
const MOST_COPIED_CHARACTERS = 1_000_000

/** Applies a patch: all of it, or nothing. The document stays as it is, and the new one shares parts with it. */
export function patched(document: unknown, changes: readonly Change[]): Patched {
  const faults: { index: number; message: string }[] = []
  let changed = document
  let copied = 0
  for (const [index, change] of changes.entries()) {
    if (change.op === 'copy') copied += (JSON.stringify(valueAt(changed, change.from)) ?? '').length
    const outcome = copied > MOST_COPIED_CHARACTERS ? fault(COPIED) : applied(changed, change)
    if ('message' in outcome) faults.push({ index, message: outcome.message })
    else changed = outcome.value
    if (copied > MOST_COPIED_CHARACTERS) break
  }
  return faults.length > 0 ? { kind: 'failed', faults } : { kind: 'patched', document: changed }
}

const COPIED = `more than ${MOST_COPIED_CHARACTERS} characters are copied`

type Outcome = { readonly value: unknown } | { readonly message: string }

function applied(document: unknown, change: Change): Outcome {
  const { path } = change
  switch (change.op) {
    case 'add':
      return edited(document, path, inserted(change.value))
    case 'replace':
      return edited(document, path, replaced(change.value))
    case 'remove':
      return edited(document, path, removed)
    case 'copy':
    case 'move':
      return brought(document, change)
    case 'test': {
      const found = valueAt(document, path)
      if (found === undefined) return missing(path)
      return canonicalJson(found) === canonicalJson(change.value)
        ? { value: document }
        : fault(`${quoted(path)} is something else`)
    }
    default:
      return change satisfies never
  }
}

function brought(
  document: unknown,
  { op, from, path }: Extract<Change, { readonly op: 'move' | 'copy' }>,
): Outcome {
  const value = valueAt(document, from)
  if (value === undefined) return missing(from)
  if (op === 'copy') return edited(document, path, inserted(value))
  if (path.startsWith(`${from}/`)) return fault('nothing is moved into a part of itself')
  const without = edited(document, from, removed)
  return 'message' in without ? without : edited(without.value, path, inserted(value))
}

/** What is done to the list or map that has the place. */
type Edit = (container: object, key: string) => object | undefined

function edited(document: unknown, path: string, edit: Edit): Outcome {
  const steps = pointerSteps(path)
  if (steps.length === 0) return fault('the document as a whole is sent as such')
  const value = editedWithin(document, steps, edit)
  return value === undefined ? missing(path) : { value }
}

function editedWithin(container: unknown, [key = '', ...deeper]: readonly string[], edit: Edit): unknown {
  if (typeof container !== 'object' || container === null) return undefined
  if (deeper.length === 0) return edit(container, key)
  const changed = editedWithin(partOf(container, key), deeper, edit)
  return changed === undefined ? undefined : replaced(changed)(container, key)
}

function inserted(value: unknown): Edit {
  return (container, key) => {
    if (!Array.isArray(container)) return { ...container, [key]: value }
    const index = key === '-' ? container.length : indexIn(container.length + 1, key)
    return index === undefined ? undefined : container.toSpliced(index, 0, value)
  }
}

function replaced(value: unknown): Edit {
  return (container, key) => {
    if (partOf(container, key) === undefined) return undefined
    return Array.isArray(container) ? container.with(Number(key), value) : { ...container, [key]: value }
  }
}

function removed(container: object, key: string): object | undefined {
  if (partOf(container, key) === undefined) return undefined
  if (Array.isArray(container)) return container.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(container).filter(([each]) => each !== key))
}

function valueAt(document: unknown, path: string): unknown {
  return pointerSteps(path).reduce(partOf, document)
}

function partOf(container: unknown, key: string): unknown {
  if (typeof container !== 'object' || container === null) return undefined
  if (!Array.isArray(container))
    return Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined
  const index = indexIn(container.length, key)
  return index === undefined ? undefined : container[index]
}

/** A place in a list, in digits and nothing else. */
function indexIn(length: number, key: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(key) && Number(key) < length ? Number(key) : undefined
}

function missing(path: string): Outcome {
  return fault(`there is no ${quoted(path)}`)
}

function fault(message: string): Outcome {
  return { message }
}

function quoted(path: string): string {
  return JSON.stringify(path)
}
