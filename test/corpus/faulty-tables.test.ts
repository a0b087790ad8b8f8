import t from 'tap'
import { refusesEnormous } from '../support/enormous-case.ts'
import { faultyTables } from '../support/enormous-tables.ts'

for (const each of faultyTables)
  t.test(`a table is refused in good time: ${each.claim}`, async (t) => refusesEnormous(t, each))
