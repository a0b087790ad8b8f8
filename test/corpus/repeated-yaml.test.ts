import t from 'tap'
import { refusesEnormous } from '../support/enormous-case.ts'
import { repeatedYaml } from '../support/enormous-documents.ts'

for (const each of repeatedYaml)
  t.test(`YAML is refused in good time: ${each.claim}`, async (t) => refusesEnormous(t, each))
