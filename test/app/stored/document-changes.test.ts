import fc from 'fast-check'
import { applyPatch, type Operation } from 'rfc6902'
import t from 'tap'
import { type Change, patched } from '../../../src/app/stored/apply-patch.ts'
import { type DocumentChange, documentChanges } from '../../../src/app/stored/document-changes.ts'
import { canonicalJson } from '../../../src/contract/canonical/canonical-json.ts'
import { ownWork } from '../../support/own-work.ts'
import { fails, holds } from '../../support/property.ts'

const key = fc.constantFrom('a', 'b', 'a/b', '~', '~1', '', '0', '-')
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('1', '2', '3', null),
    fc.array(tie('document'), { maxLength: 5 }),
    fc.dictionary(key, tie('document'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const map = fc.dictionary(key, document, { maxKeys: 4, noNullPrototype: true })

t.test('what leads from one version to the other does, whoever applies it', async (t) => {
  await holds(
    t,
    fc.property(map, map, (before, after) => leadsThere(before, after, documentChanges(before, after))),
    { runs: 3_000 },
  )
  await fails(
    t,
    fc.property(map, map, (before, after) =>
      leadsThere(before, after, documentChanges(before, after).slice(0, -1)),
    ),
    { runs: 300 },
  )
})

function leadsThere(before: unknown, after: unknown, changes: readonly DocumentChange[]): boolean {
  const outcome = patched(before, changes.map(asChange))
  const others = structuredClone(before)
  const faults = applyPatch(others, changes.map(asChange) as Operation[]).filter((each) => each !== null)
  return (
    outcome.kind === 'patched' &&
    canonicalJson(outcome.document) === canonicalJson(after) &&
    faults.length === 0 &&
    canonicalJson(others) === canonicalJson(after)
  )
}

function asChange({ op, path, value }: DocumentChange): Change {
  return op === 'remove' ? { op, path } : { op, path, value }
}

t.test(
  'one line that is put between others is one change, and one that is changed is told where',
  async (t) => {
    const lines = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    t.strictSame(documentChanges({ lines }, { lines: [lines[0], { id: 'x' }, lines[1], lines[2]] }), [
      { op: 'add', path: '/lines/1', value: { id: 'x' } },
    ])
    t.strictSame(documentChanges({ lines }, { lines: [lines[0], lines[2]] }), [
      { op: 'remove', path: '/lines/1', was: { id: 'b' } },
    ])
    t.strictSame(documentChanges({ lines }, { lines: [lines[0], { id: 'y' }, lines[2]], more: '1' }), [
      { op: 'replace', path: '/lines/1/id', was: 'b', value: 'y' },
      { op: 'add', path: '/more', value: '1' },
    ])
  },
)

t.test('two lists that have nothing in common are held against each other at once', async (t) => {
  const list = (start: number): unknown[] => Array.from({ length: 2_000 }, (_, i) => ({ id: `${start + i}` }))
  const worked = ownWork()
  t.equal(documentChanges(list(0), list(5_000)).length, 2_000)
  t.match(patched({ l: list(0) }, [{ op: 'test', path: '/l', value: list(5_000) }]), { kind: 'failed' })
  t.ok(worked() < 2_000, `${worked()} ms`)
})

t.test('a change that does not apply is told, and nothing is changed', async (t) => {
  const before = { a: ['1', '2'], b: { c: '3' } }
  const cases: readonly (readonly [Change, RegExp])[] = [
    [{ op: 'add', path: '/a/x', value: '1' }, /^there is no "\/a\/x"$/],
    [{ op: 'add', path: '/a/3', value: '1' }, /no/],
    [{ op: 'add', path: '/a/01', value: '1' }, /no/],
    [{ op: 'add', path: '', value: '1' }, /as a whole/],
    [{ op: 'add', path: '/b/c/d', value: '1' }, /no/],
    [{ op: 'add', path: '/x/y', value: '1' }, /no/],
    [{ op: 'replace', path: '/a/2', value: '1' }, /no/],
    [{ op: 'replace', path: '/a/-', value: '1' }, /no/],
    [{ op: 'replace', path: '/b/__proto__/x', value: '1' }, /no/],
    [{ op: 'replace', path: '/constructor/name', value: '1' }, /no/],
    [{ op: 'remove', path: '/b/toString' }, /no/],
    [{ op: 'move', from: '/b', path: '/b/d' }, /part of itself/],
    [{ op: 'move', from: '/x', path: '/b/d' }, /no "\/x"/],
    [{ op: 'copy', from: '/x', path: '/b/d' }, /no "\/x"/],
    [{ op: 'test', path: '/b/c', value: '4' }, /something else/],
    [{ op: 'test', path: '/x', value: '4' }, /no/],
  ]
  for (const [change, message] of cases)
    t.match(patched(before, [change]), { kind: 'failed', faults: [{ index: 0, message }] }, change.path)
  t.strictSame(before, { a: ['1', '2'], b: { c: '3' } })
  const wrong: Change = { op: 'remove', path: '/x' }
  t.match(patched(before, [wrong, { op: 'remove', path: '/a' }, wrong]), {
    faults: [{ index: 0 }, { index: 2 }],
  })
})

t.test('changes follow on each other', async (t) => {
  const changes: readonly Change[] = [
    { op: 'add', path: '/a/-', value: '9' },
    { op: 'move', from: '/a/0', path: '/b/d' },
    { op: 'copy', from: '/b', path: '/e' },
    { op: 'replace', path: '/e/d', value: '8' },
    { op: 'test', path: '/b/d', value: '1' },
    { op: 'remove', path: '/b/c' },
  ]
  t.strictSame(patched({ a: ['1', '2'], b: { c: '3' } }, changes), {
    kind: 'patched',
    document: { a: ['2', '9'], b: { d: '1' }, e: { c: '3', d: '8' } },
  })
})

t.test('copies of copies end before they fill the memory', async (t) => {
  const changes = Array.from(
    { length: 500 },
    (_, i): Change => ({ op: 'copy', from: '/a', path: `/a/b${i}` }),
  )
  const worked = ownWork()
  t.match(patched({ a: { x: '1' } }, changes), {
    kind: 'failed',
    faults: [{ message: /characters are copied/ }],
  })
  t.ok(worked() < 1_000, `${worked()} ms`)
})
