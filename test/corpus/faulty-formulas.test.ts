import t from 'tap'
import { refusesEnormous } from '../support/enormous-case.ts'
import { faultyFormulas } from '../support/enormous-formulas.ts'

for (const each of faultyFormulas)
  t.test(`a formula is refused in good time: ${each.claim}`, async (t) => refusesEnormous(t, each))
