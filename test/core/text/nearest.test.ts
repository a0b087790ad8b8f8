import t from 'tap'
import { escapePointer } from '../../../src/core/text/json-pointer.ts'
import { nearest } from '../../../src/core/text/nearest.ts'
import { ownWork } from '../../support/own-work.ts'

const names = ['enrollment', 'frl', 'ell', 'weight.frl', 'prior_total']

t.test('a slip of the pen leads to the name that was meant', async (t) => {
  const meant = {
    enrolment: 'enrollment',
    enrollmnet: 'enrollment',
    ENROLLMENT: 'enrollment',
    enrollments: 'enrollment',
    flr: 'frl',
    'weights.frl': 'weight.frl',
    'weigth.frl': 'weight.frl',
    priortotal: 'prior_total',
  }
  for (const [slip, name] of Object.entries(meant)) t.equal(nearest(slip, names), name, slip)
})

t.test('a name unlike any other leads nowhere', async (t) => {
  for (const name of ['classrooms', 'x', '', 'enrollment_of_another_kind'])
    t.equal(nearest(name, names), undefined, name)
  t.equal(nearest('frl', []), undefined)
})

t.test('of two names equally near the first is meant', async (t) => {
  t.equal(nearest('el', ['elk', 'ell']), 'elk')
})

t.test('a swap of neighbours is one slip', async (t) => {
  t.equal(nearest('lf', ['fl']), 'fl')
  t.equal(nearest('lfx', ['abc']), undefined)
})

t.test('a very long name among very many is looked up at once', async (t) => {
  const many = Array.from({ length: 100_000 }, (_, i) => `measure_${i}`)
  const started = performance.now()
  t.equal(nearest('x'.repeat(1e6), many), undefined)
  t.equal(nearest('mesure_4999', many), 'measure_4999')
  t.ok(performance.now() - started < 2000)
})

t.test('names much like one another do not take their time', async (t) => {
  // Every one of these is as long, has the same letters, and is far from the name only at its end.
  const alike = Array.from({ length: 5000 }, (_, i) => `${'a'.repeat(33)}${'b'.repeat(33)}aaabbb${i % 10}`)
  const worked = ownWork()
  for (let i = 0; i < 500; i += 1) nearest(`${'a'.repeat(36)}${'b'.repeat(36)}x`, alike)
  t.ok(worked() < 5000, `${worked().toFixed(0)} ms for 500 names`)
})

t.test('a key with a slash or a tilde is one step of a pointer', async (t) => {
  t.equal(escapePointer('a/b~c'), 'a~1b~0c')
})
