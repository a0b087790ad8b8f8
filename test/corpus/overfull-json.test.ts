import t from 'tap'
import { refusesEnormous } from '../support/enormous-case.ts'
import { enormousJson } from '../support/enormous-documents.ts'

for (const each of enormousJson)
  t.test(`JSON is refused in good time: ${each.claim}`, async (t) => refusesEnormous(t, each))
